import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../../src/sweep/ledger.ts';
import type { Limits } from '../../../src/sweep/patience.ts';
import { sweep } from '../../../src/sweep/sweep.ts';
import { createAccount, type Holdings } from './account.ts';
import { anyParts, type Part } from './any-account.ts';
import { createTarget, ENTRY } from './leftovers.ts';

/** Waits take no time at all, so that hundreds of accounts can be swept. */
const LIMITS: Limits = { budget: 20_000, minTimeout: 0, maxTimeout: 0 };

function holdings(parts: readonly Part[]): Holdings {
  const held = parts.map((part) => part.held);
  return {
    instances: held.flatMap(({ instances = [] }) => instances),
    volumes: held.flatMap(({ volumes = [] }) => volumes),
    keyPairs: held.flatMap(({ keyPairs = [] }) => keyPairs),
    groups: held.flatMap(({ groups = [] }) => groups),
    templates: held.flatMap(({ templates = [] }) => templates),
    images: held.flatMap(({ images = [] }) => images),
    snapshots: held.flatMap(({ snapshots = [] }) => snapshots),
  };
}

/** A ledger with all that the parts want in it, beside what the build itself named. */
function ledger(parts: readonly Part[]): Partial<LedgerEntry> {
  const named = [ENTRY, ...parts.map((part) => part.named)];
  return {
    instances: named.flatMap(({ instances = [] }) => instances),
    volumes: named.flatMap(({ volumes = [] }) => volumes),
    keyPairs: named.flatMap(({ keyPairs = [] }) => keyPairs),
    securityGroups: named.flatMap(({ securityGroups = [] }) => securityGroups),
    launchTemplates: named.flatMap(({ launchTemplates = [] }) => launchTemplates),
    amis: named.flatMap(({ amis = [] }) => amis),
    amiNames: named.flatMap(({ amiNames = [] }) => amiNames),
    snapshots: named.flatMap(({ snapshots = [] }) => snapshots),
  };
}

const contentsOf = (parts: readonly Part[]): readonly string[] =>
  createAccount({ 'us-east-1': holdings(parts) })
    .contents()
    .toSorted();

/** Faults for about a third of the calls, the same ones for the same seed. */
function throttling(seed: number): () => string | undefined {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < 0.3 ? 'RequestLimitExceeded' : undefined;
  };
}

test('whatever the ledger says: all that is ours goes, all that is not stays, and it happens once', async () => {
  const counted = { accounts: 0, ours: 0, strangers: 0, throttled: 0 };
  await fc.assert(
    fc.asyncProperty(anyParts, fc.nat(), async (parts, seed) => {
      const fault = throttling(seed);
      const account = createAccount(
        { 'us-east-1': holdings(parts) },
        {
          fault: () => {
            const code = fault();
            counted.throttled += code === undefined ? 0 : 1;
            return code;
          },
        },
      );
      const target = createTarget({}, ledger(parts));
      const ours = contentsOf(parts.filter((part) => part.ours));
      const strangers = contentsOf(parts.filter((part) => !part.ours));

      const first = await sweep([target], account, LIMITS);
      expect(account.contents().toSorted()).toEqual(strangers);
      const removed = first.removed.map(({ kind, region, id }) => `${kind} ${region} ${id}`);
      expect(removed.toSorted()).toEqual(ours);

      const second = await sweep([target], account, LIMITS);
      expect(second).toEqual({ removed: [], left: first.left });
      expect(account.contents().toSorted()).toEqual(strangers);

      counted.accounts += 1;
      counted.ours += ours.length;
      counted.strangers += strangers.length;
    }),
    { numRuns: 150 },
  );
  console.log(
    `swept ${counted.accounts} accounts with ${counted.throttled} throttled calls: ` +
      `${counted.ours} of ours removed, 0 left; ${counted.strangers} of others there, 0 removed`,
  );
});
