import type { CancellationReason } from '../cancellation.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { BuildArgsInputs } from '../packer/args.ts';
import { identityOf } from '../packer/detached.ts';
import type { PackerTools } from '../packer/packer.ts';
import type { Template } from '../plan/template.ts';
import type { RecordFile, RunRecord } from '../sweep/record.ts';
import { type Attempt, attempt } from './attempt.ts';
import { type BuildResult, resultOf } from './result.ts';

export type BuildInputs = BuildArgsInputs & Pick<Inputs, 'retries'> & { readonly commit: string };

export type BuildTools = PackerTools & {
  /** A place for the record of one more run of Packer. */
  readonly nextRecord: () => RecordFile;
};

/** What is known of a template before it is built; the rest of a record is the run's own. */
export type BuildPlaces = Pick<RunRecord, 'regions' | 'fallbackRegion' | 'tags'>;

/** One run of Packer with its record. */
export type Run = { readonly attempt: Attempt; readonly record: RunRecord; readonly file: RecordFile };

/**
 * Builds one template. Builds that failed for a reason that may pass are run again, and only those; what the
 * last run says of a build is its result.
 */
export async function build(
  template: Template,
  inputs: BuildInputs,
  places: BuildPlaces,
  tools: BuildTools,
): Promise<{ readonly result: BuildResult; readonly runs: readonly Run[] }> {
  const runs: Run[] = [];
  let result: BuildResult | undefined;
  let only = inputs.only;
  for (let tries = 0; tries <= inputs.retries; tries += 1) {
    const run = await runOnce(template, { ...inputs, only }, places, tools);
    runs.push(run);
    const facts = { commit: inputs.commit, ended: reasonOf(tools) };
    const latest = resultOf(template, run.attempt, facts);
    result = result === undefined ? latest : later(result, latest);
    only = latest.builds.filter((one) => one.transient).map((one) => one.name);
    if (only.length === 0 || tools.cancellation.requested.aborted) break;
    if (tries < inputs.retries) tools.log.line(`${only.join(', ')}: a fault that may pass; trying again`);
  }
  if (result === undefined) throw new Error('A template was built no time at all.');
  return { result, runs };
}

async function runOnce(
  template: Template,
  inputs: BuildArgsInputs,
  places: BuildPlaces,
  tools: BuildTools,
): Promise<Run> {
  const file = tools.nextRecord();
  let record: RunRecord = {
    version: 1,
    template: template.name,
    pid: 0,
    identity: '',
    startedAt: new Date().toISOString(),
    recording: file.recording,
    ...places,
  };
  const onStart = (pid: number): void => {
    record = { ...record, pid, identity: identityOf(pid) };
    file.write(record);
  };
  const listener = { recording: file.recording, onStart, onInterrupt: file.interrupt };
  const attempted = await attempt(template, inputs, listener, tools);
  return { attempt: attempted, record, file };
}

/** Why the run ends early; undefined where it does not. */
export function reasonOf({ cancellation }: PackerTools): CancellationReason | undefined {
  if (!cancellation.requested.aborted) return undefined;
  return cancellation.requested.reason === 'timeout' ? 'timeout' : 'cancelled';
}

/** The earlier result with what the later run says instead of it. */
function later(earlier: BuildResult, latest: BuildResult): BuildResult {
  const renewed = new Set(latest.builds.map((one) => one.name));
  return {
    ...latest,
    builds: [...earlier.builds.filter((one) => !renewed.has(one.name)), ...latest.builds],
    warnings: [...earlier.warnings, ...latest.warnings],
  };
}
