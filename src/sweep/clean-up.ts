import type { Ec2Resources } from '../aws/resources.ts';
import type { Run } from '../build/build.ts';
import type { BuildResult } from '../build/result.ts';
import type { Cancellation } from '../cancellation.ts';
import { type Image, newImage } from '../image.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Log } from '../log.ts';
import type { Limits } from './patience.ts';
import type { SweepResult, SweepTarget } from './result.ts';
import { findLeftovers, LIMITS, sweep } from './sweep.ts';
import { targetsOf } from './targets.ts';

export type CleanUpInputs = Pick<Inputs, 'sweep' | 'onPartial'>;

/** What was done about the things that failed builds of one template left behind. */
export type CleanUp = {
  readonly swept: SweepResult;
  /** AMIs that a failed build left in some regions, kept as `on-partial` says. */
  readonly kept: readonly Image[];
};

export type CleanUpTools = {
  readonly resources: Ec2Resources;
  readonly log: Log;
  readonly cancellation: Cancellation;
};

export const NOTHING_SWEPT: CleanUp = { swept: { removed: [], left: [] }, kept: [] };

/**
 * After a Packer that ended its builds itself, in milliseconds: it has cleaned up and there is little to do,
 * so a job whose EC2 does not answer is not kept waiting for a minute.
 */
const AFTER_PACKER: Limits = { ...LIMITS, budget: 10_000 };

/**
 * Cleans up after the failed builds of a template. A run that goes on without us is left to the post step,
 * which waits for its end.
 */
export async function cleanUp(
  result: BuildResult,
  runs: readonly Run[],
  inputs: CleanUpInputs,
  { resources, log, cancellation }: CleanUpTools,
): Promise<CleanUp> {
  const ended = runs.filter(({ attempt }) => attempt.ending.kind !== 'left');
  // By whether the run was ended, not by a failure's word: a build can fail of a time-out of its own.
  const removeAmis = inputs.onPartial === 'remove' || cancellation.requested.aborted;
  const targets = ended.flatMap(({ attempt, record }) => targetsOf(attempt.ledger, record, { removeAmis }));
  const failed = targets.filter(({ entry }) => entry.finished !== 'succeeded');
  if (failed.length === 0) return NOTHING_SWEPT;
  // Those that succeeded go along, so that nothing of theirs is taken for what another build left.
  const swept = inputs.sweep ? await sweep(targets, resources, limitsFor(failed)) : NOTHING_SWEPT.swept;
  for (const { kind, id, region } of swept.removed)
    log.line(`Clean-up      removed ${kind} ${id} in ${region}`);
  const kept = removeAmis && inputs.sweep ? [] : await leftovers(failed, result, resources);
  return { swept, kept };
}

function limitsFor(failed: readonly SweepTarget[]): Limits {
  return failed.every(({ entry }) => entry.finished === 'failed') ? AFTER_PACKER : LIMITS;
}

/** A build that ended itself before it named an AMI has made none. */
async function leftovers(
  targets: readonly SweepTarget[],
  result: BuildResult,
  resources: Ec2Resources,
): Promise<readonly Image[]> {
  const { template, commit } = result;
  const ami = { template: template.name, builderId: '', kind: 'ami', commit } as const;
  const made = targets.filter(({ entry }) => entry.finished !== 'failed' || entry.amis.length > 0);
  const found = await Promise.all(
    made.map(async (target): Promise<readonly Image[]> => {
      const { images } = await findLeftovers(target, resources, limitsFor(targets));
      return images.map(({ region, id, snapshots }) => ({
        ...newImage({ ...ami, build: target.entry.build }),
        region,
        id,
        snapshots,
        partial: true,
      }));
    }),
  );
  return found.flat();
}
