import { setTimeout as sleep } from 'node:timers/promises';
import type { FailureReason } from '../failure.ts';
import type { Finding } from '../finding.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { fmtArgs, initArgs, type SelectionInputs, validateArgs } from '../packer/args.ts';
import { emptyFolder } from '../packer/empty-folder.ts';
import { diagnosticFindings, formatFindings, wordlessFinding } from '../packer/findings.ts';
import { initReason, waitBeforeInit } from '../packer/init-reason.ts';
import type { Captured } from '../packer/packer.ts';
import { runsPluginsOfFolder } from '../packer/version.ts';
import type { Template } from '../plan/template.ts';
import type { CheckTools } from './check.ts';
import type { Reading } from './static-checks.ts';

/** Whether Packer took the template for a good one. */
export type Verdict = 'accepted' | 'rejected' | 'not asked';

export type PackerAnswer = {
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  readonly buildable: boolean;
};

export type PackerCheckInputs = Pick<Inputs, 'init' | 'checks' | 'retries'> & SelectionInputs;

/** init, format and validity, as far as the run's trust goes; `fmt` only reads, the others run template code. */
export async function askPacker(
  template: Template,
  inputs: PackerCheckInputs,
  tools: CheckTools,
  reading: Reading,
): Promise<PackerAnswer> {
  if (!reading.readable) return { findings: [], verdict: 'not asked', buildable: false };
  const call = caller(template, tools);
  const trusted = tools.trust.kind === 'full';
  const mayRunCode = trusted || (reading.pluginsAllowed && !runsPluginsOfFolder(tools.version));
  const init =
    inputs.init && mayRunCode && reading.pluginsAllowed
      ? await initialise(template, call, inputs.retries, tools)
      : undefined;
  const fmt = inputs.checks.includes('fmt')
    ? await format(template, trusted ? undefined : emptyFolder(tools.temporary), call)
    : [];
  const findings = [...(init ?? []), ...fmt];

  const asksToRunCode = inputs.init || inputs.checks.includes('validate');
  if (asksToRunCode && !mayRunCode)
    return { findings: [...findings, leftOut(template)], verdict: 'not asked', buildable: false };
  const initialised = init === undefined ? !inputs.init : init.length === 0;
  // What could not be read whole may require a plugin that nobody has seen: no init, but Packer may say why.
  if (!initialised && reading.model.complete) return { findings, verdict: 'not asked', buildable: false };
  if (!inputs.checks.includes('validate')) return { findings, verdict: 'not asked', buildable: initialised };

  const validate = await call(validateArgs(template, inputs));
  const valid = succeeded(validate);
  const told = valid
    ? diagnosticFindings(validate.stdout, template, 'validate')
    : failed(validate, 'validate', template, 'validate');
  return {
    findings: [...findings, ...told],
    verdict: valid ? 'accepted' : 'rejected',
    buildable: valid,
  };
}

type Call = (args: readonly string[], cwd?: string) => Promise<Captured>;

/** A rate limit that ends soon is waited for; one that lasts is told, with the time when it ends. */
async function initialise(
  template: Template,
  call: Call,
  retries: number,
  { log, cancellation }: CheckTools,
): Promise<readonly Finding[]> {
  for (let tries = 0; ; tries += 1) {
    const init = await call(initArgs(template));
    if (succeeded(init)) return [];
    const output = init.stdout + init.stderr;
    const reason = initReason(output);
    const wait = reason === 'rate-limited' ? waitBeforeInit(output, tries) : undefined;
    if (wait === undefined || tries >= retries || cancellation.requested.aborted)
      return failed(init, 'init', template, reason);
    log.line(`${template.name}: packer init is rate-limited; trying again in ${Math.ceil(wait / 1000)} s`);
    await sleep(wait, undefined, { signal: cancellation.requested }).catch(() => undefined);
  }
}

/**
 * Formatting only reads text, but an old Packer runs plugins that lie in its folder even then: for files that
 * nobody here has looked at it is called `from` elsewhere.
 * Exit code 3 says that files differ; a diff and another code say that a further file cannot be parsed.
 */
async function format(template: Template, from: string | undefined, call: Call): Promise<readonly Finding[]> {
  const fmt = await call(fmtArgs(template, from !== undefined), from);
  const unformatted = formatFindings(fmt.stdout, template);
  if (succeeded(fmt) || (exited(fmt, 3) && unformatted.length > 0)) return unformatted;
  return [...unformatted, ...failed(fmt, 'fmt', template, 'fmt')];
}

function caller(template: Template, { packer, env, log }: CheckTools): Call {
  return async (args, cwd = template.directory) => {
    log.line(`${template.name}: packer ${args.join(' ')}`);
    const captured = await packer.capture({ args, cwd, env });
    const printed = [captured.stdout, captured.stderr]
      .map((text) => text.trimEnd())
      .filter((text) => text !== '');
    if (printed.length > 0) await log.quote(async (write) => write(printed.join('\n')));
    return captured;
  };
}

const exited = ({ ending }: Captured, code: number): boolean =>
  ending.kind === 'exited' && ending.code === code;
const succeeded = (captured: Captured): boolean => exited(captured, 0);

function failed(
  captured: Captured,
  command: string,
  template: Template,
  reason: FailureReason,
): readonly Finding[] {
  const told = diagnosticFindings(`${captured.stdout}\n${captured.stderr}`, template, reason);
  return told.some((finding) => finding.severity === 'error')
    ? told
    : [...told, wordlessFinding(captured, command, template, reason)];
}

function leftOut(template: Template): Finding {
  return {
    severity: 'notice',
    rule: 'packer',
    template: template.name,
    what: '`packer init` and `packer validate` were left out.',
    why: 'The pull request comes from a fork. Its template requires a plugin that `plugin-sources` does not allow, or cannot be read whole, or this Packer is older than 1.11 and runs any plugin that lies beside the template: either command would run code that nobody here has looked at.',
    fix: 'Review the template; a maintainer can push it to a branch of this repository to have it checked in full.',
    reason: 'refused',
  };
}
