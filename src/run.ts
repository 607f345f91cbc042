import type { Ec2 } from './aws/ec2.ts';
import type { Ec2Resources } from './aws/resources.ts';
import { buildAll } from './build/stage.ts';
import type { Cancellation } from './cancellation.ts';
import { type CheckResult, type CheckTools, check } from './check/check.ts';
import { undeclaredVariables } from './check/undeclared.ts';
import type { Context } from './context.ts';
import { type Failure, isFailure } from './failure.ts';
import type { Finding } from './finding.ts';
import type { Inputs } from './inputs/inputs.ts';
import type { Log } from './log.ts';
import { emptyFolder } from './packer/empty-folder.ts';
import { packerEnvironment } from './packer/environment.ts';
import { NO_PACKER, type Packer, type PackerTools } from './packer/packer.ts';
import { initUnsupported, PACKER_MISSING, readVersion } from './packer/version.ts';
import { discover } from './plan/discover.ts';
import type { Plan } from './plan/template.ts';
import { checkLine, planLine, tagLines } from './progress.ts';
import { failedReport, makeReport, type Report } from './report/report.ts';
import type { SourceLines } from './source-lines.ts';
import type { RecordFile } from './sweep/record.ts';
import { refusal, type Trust, trustOf } from './trust.ts';

/** What the pipeline needs of the world. */
export type Ports = {
  readonly findPacker: () => Promise<Packer | undefined>;
  readonly ec2: Ec2;
  readonly resources: Ec2Resources;
  readonly checkedOutCommit: (directory: string) => Promise<string | undefined>;
  readonly sources: SourceLines;
  readonly mask: (text: string) => void;
  readonly cancellation: Cancellation;
  readonly nextRecord: () => RecordFile;
  readonly log: Log;
};

/** The whole run: plan, check, build, tag. Each stage takes values and gives values; all templates run, all are reported. */
export async function run(inputs: Inputs, context: Context, ports: Ports): Promise<Report> {
  const known = { mode: inputs.mode, commit: context.commit, rulePages: context.rulePages };
  const trust = trustOf(context);
  const refused = refusal(trust, inputs);
  if (refused !== undefined) return failedReport(refused, known);
  const plan = await discover(inputs, context.workspace);
  if (isFailure(plan)) return failedReport(plan, known);
  const planned = { ...known, templates: plan.templates.map((template) => template.name) };
  ports.log.line(planLine(plan));

  const packer = await usablePacker(inputs, context, ports);
  if (isFailure(packer)) return failedReport(packer, planned);
  const checks = await checkAll(plan, inputs, context, { ...packer, trust, mask: ports.mask });
  const toBuild =
    inputs.mode === 'build' && trust.kind === 'full' ? checks.filter((result) => result.buildable) : [];
  const built = await buildAll(toBuild, inputs, context, { ...ports, ...packer });
  for (const line of tagLines(built.map(({ tagged }) => tagged))) ports.log.line(line);

  const sources = { file: context.workflowFile, sources: ports.sources };
  const undeclared = undeclaredVariables(
    inputs.variables,
    checks.map(({ model }) => model),
    sources,
  );
  const extra = [...undeclared, ...(inputs.mode === 'build' ? notBuilt(trust, plan) : [])];
  return makeReport(
    { ...planned, failOn: inputs.failOn, packerVersion: packer.version },
    { checks, built, extra },
  );
}

async function checkAll(
  plan: Plan,
  inputs: Inputs,
  context: Context,
  tools: PackerTools & Pick<CheckTools, 'trust' | 'mask'>,
): Promise<readonly CheckResult[]> {
  const { workspace, temporary } = context;
  const checks: CheckResult[] = [];
  await tools.log.group('Check', async () => {
    for (const template of plan.templates)
      checks.push(await check(template, inputs, { ...tools, workspace, temporary }));
  });
  tools.log.line(checkLine(checks));
  return checks;
}

/** Says why a run that was asked to build has built nothing. */
function notBuilt(trust: Trust, plan: Plan): readonly Finding[] {
  if (trust.kind === 'full') return [];
  return [
    {
      severity: 'notice',
      rule: 'packer',
      template: plan.templates[0]?.name ?? '',
      what: 'The templates were checked, but not built.',
      why: 'The pull request comes from a fork: its templates are code that nobody here has looked at.',
      fix: 'A maintainer can push the change to a branch of this repository to have it built.',
      reason: 'refused',
    },
  ];
}

/** Packer as the inputs need it; a run that only reads text asks for none. */
async function usablePacker(inputs: Inputs, context: Context, ports: Ports): Promise<PackerTools | Failure> {
  const { log, cancellation } = ports;
  const env = packerEnvironment(context.environment, inputs.variables);
  const needed = inputs.mode === 'build' || inputs.init || inputs.checks.some((name) => name !== 'lint');
  if (!needed) return { packer: NO_PACKER, version: '', env, log, cancellation };
  const packer = await ports.findPacker();
  if (packer === undefined) return PACKER_MISSING;
  const read = await readVersion(packer, emptyFolder(context.temporary), env);
  if (isFailure(read)) return read;
  const { version } = read;
  const unsupported = inputs.init ? initUnsupported(version) : undefined;
  if (unsupported !== undefined) return unsupported;
  log.line(`Packer ${version} from PATH (${packer.path})`);
  return { packer, version, env, log, cancellation };
}
