import { describe, expect, test } from 'vitest';
import { sweep } from '../../../src/sweep/sweep.ts';
import { createAccount } from './account.ts';
import { createTarget, idOf, leftovers, temporaryName } from './leftovers.ts';
import { runSweep, SHORT } from './run-sweep.ts';

describe('a fault', () => {
  test('that passes is waited out, wherever it comes', async () => {
    const { account, left } = await runSweep(leftovers(), undefined, {
      fault: (_, before) => (before < 3 ? 'RequestLimitExceeded' : undefined),
    });
    expect(account.contents()).toEqual([]);
    expect(left).toEqual([]);
  });

  test('that stays is told for the resource, and keeps no other from going', async () => {
    const { left, account } = await runSweep(
      leftovers(),
      undefined,
      {
        fault: (call) => (call.startsWith('terminateInstance') ? 'UnauthorizedOperation' : undefined),
      },
      SHORT,
    );
    const instance = left.find(({ kind }) => kind === 'instance');
    expect(instance?.why).toContain('UnauthorizedOperation');
    expect(left.find(({ kind }) => kind === 'security-group')?.why).toContain('DependencyViolation');
    expect(account.contents().map((one) => one.split(' ')[0])).toEqual([
      'instance',
      'volume',
      'security-group',
    ]);
  });

  test('in looking names all that the build named', async () => {
    const { left, removed } = await runSweep(leftovers(), undefined, {
      fault: (call) => (call.startsWith('find') ? 'UnauthorizedOperation' : undefined),
    });
    expect(removed).toEqual([]);
    expect(left.map(({ kind, id }) => `${kind} ${id}`).toSorted()).toEqual([
      `ami ${idOf('ami', 1)}`,
      `instance ${idOf('i', 1)}`,
      `key-pair ${temporaryName(1, 1)}`,
      `launch-template ${idOf('lt', 1)}`,
      `security-group ${temporaryName(2, 2)}`,
    ]);
  });

  test('that never passes ends with the budget', async () => {
    const began = Date.now();
    const { left } = await runSweep(leftovers(), undefined, { fault: () => 'RequestLimitExceeded' }, SHORT);
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(left.find(({ kind }) => kind === 'instance')?.why).toContain('RequestLimitExceeded');
  });

  test('of a call that hangs ends with the budget too', async () => {
    const account = createAccount(leftovers());
    const hangs = { ...account, findKeyPairs: () => new Promise<never>(() => undefined) };
    const { left } = await sweep([createTarget()], hangs, SHORT);
    expect(left.map(({ kind, why }) => [kind, why])).toEqual([
      ['key-pair', 'There was no time left for it.'],
    ]);
  });

  test('of an instance that does not end leaves its volume and group, with the reason', async () => {
    const { left, account } = await runSweep(leftovers(), undefined, { terminatesAfter: 'never' }, SHORT);
    expect(left.map(({ kind }) => kind).toSorted()).toEqual(['security-group', 'volume']);
    expect(account.contents().filter((one) => one.startsWith('ami'))).toEqual([]);
  });
});
