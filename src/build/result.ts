import type { CancellationReason } from '../cancellation.ts';
import type { Failure } from '../failure.ts';
import type { Finding } from '../finding.ts';
import type { Image } from '../image.ts';
import { readArtifacts } from '../packer/artifact.ts';
import type { BuildState, PackerBuild } from '../packer/build-state.ts';
import { type Ending, endingText } from '../packer/ending.ts';
import { diagnosticFindings } from '../packer/findings.ts';
import { causeOf } from '../packer/reason.ts';
import type { Template } from '../plan/template.ts';
import type { Attempt } from './attempt.ts';

/** What a result needs to know of the run around it. */
export type RunFacts = {
  /** The commit that the images are built from. */
  readonly commit: string;
  /** Why the run was ended early; undefined where it was not. */
  readonly ended: CancellationReason | undefined;
};

/** How one build of a template went. */
export type BuildSummary = {
  /** The name Packer prints. */
  readonly name: string;
  readonly seconds: number;
  readonly images: readonly Image[];
  /** Why it failed; undefined when it succeeded. */
  readonly failure: Failure | undefined;
  /** Whether it failed for a reason that may pass by itself. */
  readonly transient: boolean;
};

/** All builds of one template. */
export type BuildResult = {
  readonly template: Template;
  readonly commit: string;
  readonly builds: readonly BuildSummary[];
  readonly findings: readonly Finding[];
  /** A failure of the run as a whole, such as Packer dying, which no build answers for. */
  readonly failure: Failure | undefined;
  readonly warnings: readonly string[];
};

/** What one run of Packer came to. */
export function resultOf(template: Template, { state, ending, stderr }: Attempt, run: RunFacts): BuildResult {
  const builds = state.builds.map((one) => summarize(one, template, run, state.cancelled, ending));
  const findings = state.outside.flatMap((text) => diagnosticFindings(text, template, 'validate'));
  const failed = ending.kind !== 'exited' || ending.code !== 0;
  const explained =
    builds.some((one) => one.failure) || findings.some((finding) => finding.severity === 'error');
  const { count, first } = state.unreadable;
  return {
    template,
    commit: run.commit,
    builds,
    findings,
    failure:
      failed && (!explained || ending.kind === 'killed')
        ? wholeFailure(template, state, ending, stderr, run)
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
  run: RunFacts,
  cancelled: boolean,
  ending: Ending,
): BuildSummary {
  const { images, problems } = readArtifacts(one, template.name, run.commit);
  const failure =
    failureOf(one, template, cancelled || run.ended !== undefined, ending, run) ?? unreadArtifact(problems);
  const transient = one.errors.length > 0 && causeOf(one.errors.join('\n')).transient === true;
  return { name: one.name, seconds: one.seconds, images, failure, transient };
}

function failureOf(
  one: PackerBuild,
  template: Template,
  cancelled: boolean,
  ending: Ending,
  run: RunFacts,
): Failure | undefined {
  if (cancelled && one.artifacts.length === 0)
    return endedEarly(`The build ${one.name} of ${template.name}`, run);
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

function wholeFailure(
  template: Template,
  state: BuildState,
  ending: Ending,
  stderr: string,
  run: RunFacts,
): Failure {
  if (state.cancelled || run.ended !== undefined)
    return endedEarly(`\`packer build\` of ${template.name}`, run);
  const said = [...state.outside, stderr.trim()].filter((text) => text !== '').join('\n');
  const { reason, remedy } = causeOf(said);
  const died = ending.kind === 'killed';
  return {
    reason,
    what: `\`packer build\` of ${template.name} ${died ? 'died' : 'failed'} (${endingText(ending)}).`,
    why: said === '' ? '' : `It said: ${singleLine(said).slice(-1000)}`,
    fix: died
      ? 'Look for memory or time limits of the runner; what the build left in the cloud is named in its log.'
      : remedy,
  };
}

/** The failure of what was to be built when the run was ended. */
export function endedEarly(what: string, { ended }: Pick<RunFacts, 'ended'>): Failure {
  if (ended === 'timeout')
    return {
      reason: 'timeout',
      what: `${what} was stopped, since \`timeout-minutes\` was near.`,
      why: 'The rest of the time is for Packer to clean up.',
      fix: 'Raise `timeout-minutes`, or look in the log for what took so long.',
    };
  return {
    reason: 'cancelled',
    what: `${what} was cancelled.`,
    why: 'What it had made is removed after the step.',
    fix: 'Run the job again for its image.',
  };
}

function singleLine(text: string): string {
  return text
    .split(/\s*\n\s*/)
    .filter(Boolean)
    .join(' ');
}
