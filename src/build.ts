import type { Failure } from './failure.ts';
import type { Finding } from './finding.ts';
import type { Image } from './image.ts';
import { type BuildArgsInputs, buildArgs } from './packer/args.ts';
import { readArtifacts } from './packer/artifact.ts';
import { type BuildState, createBuildState, type PackerBuild } from './packer/build-state.ts';
import { diagnosticFindings } from './packer/findings.ts';
import { createLineReader } from './packer/lines.ts';
import { parseEvent } from './packer/machine-readable.ts';
import { type Ending, endingText, type PackerTools } from './packer/packer.ts';
import { causeOf } from './packer/reason.ts';
import { displayLines } from './packer/text.ts';
import type { Template } from './plan/template.ts';

/** What the build stage takes; `commit` is the one that the images are built from. */
export type BuildInputs = BuildArgsInputs & { readonly commit: string };

/** How one build of a template went. */
export type BuildSummary = {
  /** The name Packer prints. */
  readonly name: string;
  readonly seconds: number;
  readonly images: readonly Image[];
  /** Why it failed; undefined when it succeeded. */
  readonly failure: Failure | undefined;
};

/** All builds of one template. */
export type BuildResult = {
  readonly template: Template;
  readonly builds: readonly BuildSummary[];
  readonly findings: readonly Finding[];
  /** A failure of the run as a whole, such as Packer dying, which no build answers for. */
  readonly failure: Failure | undefined;
  readonly warnings: readonly string[];
};

/** Builds one template and reads what Packer says while it says it. */
export async function build(
  template: Template,
  inputs: BuildInputs,
  { packer, env, log }: PackerTools,
): Promise<BuildResult> {
  const args = buildArgs(template, inputs);
  const state = createBuildState();
  log.line(`packer ${args.join(' ')}`);
  const { ending, stderr } = await log.quote(async (write) => {
    let shown: string[] = [];
    const reader = createLineReader((line) => {
      const event = parseEvent(line);
      state.add(event);
      if (event.kind === 'ui') for (const text of displayLines(event.text)) shown.push(`  ${text}`);
      else if (event.kind === 'unreadable' && line.trim() !== '') shown.push(`  ${line}`);
    });
    const show = async (): Promise<void> => {
      if (shown.length > 0) write(shown.join('\n'));
      shown = [];
      await log.caughtUp();
    };
    const streamed = await packer.stream({ args, cwd: template.directory, env }, (chunk) => {
      reader.push(chunk);
      return show();
    });
    reader.end();
    await show();
    if (streamed.stderr.trim() !== '') write(streamed.stderr.trimEnd());
    return streamed;
  });
  return resultOf(template, state.result(), ending, stderr, inputs.commit);
}

function resultOf(
  template: Template,
  state: BuildState,
  ending: Ending,
  stderr: string,
  commit: string,
): BuildResult {
  const builds = state.builds.map((one) => summarize(one, template, commit, state.cancelled, ending));
  const findings = state.outside.flatMap((text) => diagnosticFindings(text, template, 'validate'));
  const failed = ending.kind === 'killed' || ending.code !== 0;
  const explained =
    builds.some((one) => one.failure) || findings.some((finding) => finding.severity === 'error');
  const { count, first } = state.unreadable;
  return {
    template,
    builds,
    findings,
    failure:
      failed && (!explained || ending.kind === 'killed')
        ? wholeFailure(template, state, ending, stderr)
        : undefined,
    warnings:
      count === 0
        ? []
        : [
            `${template.name}: ${count} ${count === 1 ? 'line' : 'lines'} of Packer's output could not be read as machine-readable; shown as they came. The first: ${first}`,
          ],
  };
}

function summarize(
  one: PackerBuild,
  template: Template,
  commit: string,
  cancelled: boolean,
  ending: Ending,
): BuildSummary {
  const { images, problems } = readArtifacts(one, template.name, commit);
  const failure = failureOf(one, template, cancelled, ending) ?? unreadArtifact(problems);
  return { name: one.name, seconds: one.seconds, images, failure };
}

function failureOf(
  one: PackerBuild,
  template: Template,
  cancelled: boolean,
  ending: Ending,
): Failure | undefined {
  const what = `The build ${one.name} of ${template.name} failed`;
  if (one.errors.length > 0) {
    const text = one.errors.join('\n');
    const { reason, remedy } = causeOf(text);
    const words = reason === 'provisioner' ? one.lastWords.filter((line) => line.trim() !== '') : [];
    return {
      reason,
      what: `${what}: ${singleLine(text)}`,
      why: words.length === 0 ? '' : `It printed: ${words.join(' / ')}`,
      fix: remedy,
    };
  }
  if (one.artifacts.length > 0) return undefined;
  if (cancelled)
    return {
      reason: 'cancelled',
      what: `The build ${one.name} of ${template.name} was cancelled.`,
      why: '',
      fix: 'Run the job again for its image.',
    };
  // A build without artifacts that Packer calls a success (`null`) is one; with a failing exit code it is lost.
  if (ending.kind === 'exited' && ending.code === 0) return undefined;
  return {
    reason: 'build',
    what: `${what}: Packer ended (${endingText(ending)}) before it was done.`,
    why: '',
    fix: 'See the log of the build for what led to it.',
  };
}

function unreadArtifact(problems: readonly string[]): Failure | undefined {
  if (problems.length === 0) return undefined;
  return {
    reason: 'build',
    what: `Packer named an AMI that cannot be read: ${problems.join('; ')}.`,
    why: "Ids that do not look like EC2's are not handed on.",
    fix: 'Look the AMI up in the EC2 console by its name, and report the line as a bug of packer-ci.',
  };
}

function wholeFailure(template: Template, state: BuildState, ending: Ending, stderr: string): Failure {
  const said = [...state.outside, stderr.trim()].filter((text) => text !== '').join('\n');
  const { reason, remedy } = causeOf(said);
  const died = ending.kind === 'killed';
  return {
    reason: state.cancelled ? 'cancelled' : reason,
    what: `\`packer build\` of ${template.name} ${died ? 'died' : 'failed'} (${endingText(ending)}).`,
    why: said === '' ? '' : `It said: ${singleLine(said).slice(-1000)}`,
    fix: died
      ? 'Look for memory or time limits of the runner; what the build left in the cloud is named in its log.'
      : remedy,
  };
}

function singleLine(text: string): string {
  return text
    .split(/\s*\n\s*/)
    .filter(Boolean)
    .join(' ');
}
