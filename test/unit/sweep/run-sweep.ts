import type { Limits } from '../../../src/sweep/patience.ts';
import type { SweepResult, SweepTarget } from '../../../src/sweep/result.ts';
import { sweep } from '../../../src/sweep/sweep.ts';
import { type Account, createAccount, type Holdings, type Misbehaviour } from './account.ts';
import { createTarget } from './leftovers.ts';

/** Patient enough for every fault that passes, and quick. */
export const LIMITS: Limits = { budget: 5_000, minTimeout: 1, maxTimeout: 2 };

/** For tests in which something does not end by itself. */
export const SHORT: Limits = { budget: 150, minTimeout: 1, maxTimeout: 5 };

export type World = Readonly<Record<string, Partial<Holdings>>>;

/** Sweeps an account that holds these things, after the one build of the tests unless told otherwise. */
export async function runSweep(
  world: World,
  targets: readonly SweepTarget[] = [createTarget()],
  misbehaviour: Misbehaviour = {},
  limits: Limits = LIMITS,
): Promise<SweepResult & { readonly account: Account }> {
  const account = createAccount(world, misbehaviour);
  return { ...(await sweep(targets, account, limits)), account };
}

/** An account that holds these things in the build's own region. */
export const home = (held: Partial<Holdings>): World => ({ 'us-east-1': held });
