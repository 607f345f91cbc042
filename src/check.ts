import type { Finding } from './finding.ts';
import type { Inputs } from './inputs/inputs.ts';
import { fmtArgs, initArgs, type SelectionInputs, validateArgs } from './packer/args.ts';
import { diagnosticFindings, formatFindings, wordlessFinding } from './packer/findings.ts';
import { initReason } from './packer/init-reason.ts';
import type { Captured, PackerTools } from './packer/packer.ts';
import type { Template } from './plan/template.ts';

export type CheckInputs = Pick<Inputs, 'init' | 'checks'> & SelectionInputs;

/** What the checks found in one template. */
export type CheckResult = {
  readonly template: Template;
  readonly findings: readonly Finding[];
  /** False when a check itself failed, whatever `fail-on` says: Packer could not build this template. */
  readonly buildable: boolean;
};

/** Checks one template: init, then format and validity; each check says all that it has to say. */
export async function check(
  template: Template,
  inputs: CheckInputs,
  { packer, env, log }: PackerTools,
): Promise<CheckResult> {
  const call = async (args: readonly string[]): Promise<Captured> => {
    log.line(`${template.name}: packer ${args.join(' ')}`);
    const captured = await packer.capture({ args, cwd: template.directory, env });
    const printed = [captured.stdout, captured.stderr]
      .map((text) => text.trimEnd())
      .filter((text) => text !== '');
    if (printed.length > 0) await log.quote(async (write) => write(printed.join('\n')));
    return captured;
  };
  const findings: Finding[] = [];
  let buildable = true;

  if (inputs.init) {
    const init = await call(initArgs(template));
    if (!succeeded(init)) {
      const reason = initReason(init.stdout + init.stderr);
      return { template, findings: fromFailure(init, 'init', template, reason), buildable: false };
    }
  }
  if (inputs.checks.includes('fmt')) {
    const fmt = await call(fmtArgs(template));
    const unformatted = formatFindings(fmt.stdout, template);
    findings.push(...unformatted);
    if (!succeeded(fmt) && !(exited(fmt, 3) && unformatted.length > 0))
      findings.push(...fromFailure(fmt, 'fmt', template, 'fmt'));
  }
  if (inputs.checks.includes('validate')) {
    const validate = await call(validateArgs(template, inputs));
    buildable = succeeded(validate);
    if (buildable) findings.push(...diagnosticFindings(validate.stdout, template, 'validate'));
    else findings.push(...fromFailure(validate, 'validate', template, 'validate'));
  }
  return { template, findings: withoutRepeats(findings), buildable };
}

const exited = ({ ending }: Captured, code: number): boolean =>
  ending.kind === 'exited' && ending.code === code;
const succeeded = (captured: Captured): boolean => exited(captured, 0);

function fromFailure(
  captured: Captured,
  command: string,
  template: Template,
  reason: Finding['reason'],
): readonly Finding[] {
  const told = diagnosticFindings(`${captured.stdout}\n${captured.stderr}`, template, reason);
  return told.some((finding) => finding.severity === 'error')
    ? told
    : [...told, wordlessFinding(captured, command, template, reason)];
}

/** fmt and validate both report what cannot be parsed; validate's words, the later, are the fuller ones. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ at, what }: Finding): string => `${at?.file}:${at?.line}:${what}`;
  const seen = new Set<string>();
  return findings.filter(
    (finding) => finding.at === undefined || (!seen.has(key(finding)) && seen.add(key(finding))),
  );
}
