import type { Ec2 } from './aws/ec2.ts';
import { tagsFor } from './aws/tags.ts';
import { type BuildResult, build } from './build.ts';
import { type CheckResult, check } from './check.ts';
import type { Context } from './context.ts';
import { type Failure, isFailure } from './failure.ts';
import type { Inputs } from './inputs/inputs.ts';
import type { Log } from './log.ts';
import { packerEnvironment } from './packer/environment.ts';
import type { Packer } from './packer/packer.ts';
import { initUnsupported, PACKER_MISSING, readVersion } from './packer/version.ts';
import { discover } from './plan/discover.ts';
import { checkLine, planLine, tagLine } from './progress.ts';
import { failedReport, makeReport, type Report } from './report/report.ts';
import { type TagResult, tag } from './tag.ts';

/** What the pipeline needs of the world. */
export type Ports = {
  readonly findPacker: () => Promise<Packer | undefined>;
  readonly ec2: Ec2;
  readonly checkedOutCommit: (directory: string) => Promise<string | undefined>;
  readonly log: Log;
};

/** The whole run: plan, check, build, tag, report. Each stage takes values and gives values. */
export async function run(inputs: Inputs, context: Context, ports: Ports): Promise<Report> {
  const { log } = ports;
  const known = { mode: inputs.mode, commit: context.commit };

  const plan = await discover(inputs, context.workspace);
  if (isFailure(plan)) return failedReport(plan, known);
  const planned = { ...known, templates: plan.templates.map((template) => template.name) };

  const env = packerEnvironment(context.environment, inputs.variables);
  const found = await usablePacker(inputs, context, ports, env);
  if (isFailure(found)) return failedReport(found, planned);
  const { packer, version } = found;
  log.line(`Packer ${version} from PATH (${packer.path})`);
  log.line(planLine(plan));

  const checks: CheckResult[] = [];
  await log.group('Check', async () => {
    for (const template of plan.templates) checks.push(await check(template, inputs, packer, env, log));
  });
  log.line(checkLine(checks));

  const builds: BuildResult[] = [];
  const tagged: TagResult[] = [];
  for (const { template } of inputs.mode === 'build' ? checks.filter(passed) : []) {
    const result = await log.group(`Build  ${template.name}`, () =>
      build(template, inputs, context.commit, packer, env, log),
    );
    builds.push(result);
    const tags = tagsFor(inputs, context, template.name, await ports.checkedOutCommit(context.workspace));
    const images = result.builds.flatMap((one) => one.images);
    tagged.push(await tag(images, tags, ports.ec2));
  }
  if (tagged.length > 0) log.line(tagLine(tagged));
  return makeReport({ ...planned, failOn: inputs.failOn, packerVersion: version }, checks, builds, tagged);
}

/** A template is built when Packer can build it and no check found an error in it. */
function passed({ buildable, findings }: CheckResult): boolean {
  return buildable && findings.every((finding) => finding.severity !== 'error');
}

async function usablePacker(
  inputs: Inputs,
  context: Context,
  ports: Ports,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly packer: Packer; readonly version: string } | Failure> {
  const packer = await ports.findPacker();
  if (packer === undefined) return PACKER_MISSING;
  const read = await readVersion(packer, context.workspace, env);
  if (isFailure(read)) return read;
  const unsupported = inputs.init ? initUnsupported(read.version) : undefined;
  return unsupported ?? { packer, version: read.version };
}
