import type { Ec2 } from './aws/ec2.ts';
import { tagsFor } from './aws/tags.ts';
import { type BuildResult, build } from './build.ts';
import { type CheckResult, check } from './check.ts';
import type { Context } from './context.ts';
import { type Failure, isFailure } from './failure.ts';
import { type FailOn, fails } from './finding.ts';
import type { Inputs } from './inputs/inputs.ts';
import type { Log } from './log.ts';
import { packerEnvironment } from './packer/environment.ts';
import type { Packer } from './packer/packer.ts';
import { initUnsupported, PACKER_MISSING, readVersion } from './packer/version.ts';
import { discover } from './plan/discover.ts';
import { checkLine, planLine, tagLines } from './progress.ts';
import { failedReport, makeReport, type Report } from './report/report.ts';
import { type TagResult, tag } from './tag.ts';

/** What the pipeline needs of the world. */
export type Ports = {
  readonly findPacker: () => Promise<Packer | undefined>;
  readonly ec2: Ec2;
  readonly checkedOutCommit: (directory: string) => Promise<string | undefined>;
  readonly log: Log;
};

/** The whole run: plan, check, build, tag. Each stage takes values and gives values; all templates run, all are reported. */
export async function run(inputs: Inputs, context: Context, ports: Ports): Promise<Report> {
  const { log, ec2 } = ports;
  const known = { mode: inputs.mode, commit: context.commit };
  const plan = await discover(inputs, context.workspace);
  if (isFailure(plan)) return failedReport(plan, known);
  const planned = { ...known, templates: plan.templates.map((template) => template.name) };
  log.line(planLine(plan));

  const env = packerEnvironment(context.environment, inputs.variables);
  const found = await usablePacker(inputs, context, ports.findPacker, env);
  if (isFailure(found)) return failedReport(found, planned);
  const { packer, version } = found;
  log.line(`Packer ${version} from PATH (${packer.path})`);
  const tools = { packer, env, log };

  const checks: CheckResult[] = [];
  await log.group('Check', async () => {
    for (const template of plan.templates) checks.push(await check(template, inputs, tools));
  });
  log.line(checkLine(checks));

  const toBuild = inputs.mode === 'build' ? checks.filter((result) => passed(result, inputs.failOn)) : [];
  const checkedOut = toBuild.length > 0 ? await ports.checkedOutCommit(context.workspace) : undefined;
  const builds: BuildResult[] = [];
  const tagged: TagResult[] = [];
  for (const { template } of toBuild) {
    const title = `Build  ${template.name}`;
    const result = await log.group(title, () =>
      build(template, { ...inputs, commit: context.commit }, tools),
    );
    builds.push(result);
    // At once, not after the last build: an AMI without tags is the worst thing to leave behind.
    const images = result.builds.flatMap((one) => one.images);
    tagged.push(await tag(images, tagsFor(inputs, context, template.name, checkedOut), ec2));
  }
  for (const line of tagLines(tagged)) log.line(line);
  return makeReport({ ...planned, failOn: inputs.failOn, packerVersion: version }, checks, builds, tagged);
}

/** A template is built when Packer can build it and nothing was found in it that fails the step. */
function passed({ buildable, findings }: CheckResult, failOn: FailOn): boolean {
  return buildable && !findings.some(({ severity }) => fails(severity, failOn));
}

async function usablePacker(
  inputs: Inputs,
  context: Context,
  find: Ports['findPacker'],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly packer: Packer; readonly version: string } | Failure> {
  const packer = await find();
  if (packer === undefined) return PACKER_MISSING;
  const read = await readVersion(packer, context.workspace, env);
  if (isFailure(read)) return read;
  const unsupported = inputs.init ? initUnsupported(read.version) : undefined;
  return unsupported ?? { packer, version: read.version };
}
