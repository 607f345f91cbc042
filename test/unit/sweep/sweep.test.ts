import { describe, expect, test } from 'vitest';
import { findLeftovers, sweep } from '../../../src/sweep/sweep.ts';
import { ec2Error } from '../ec2-in-memory.ts';
import { type Account, createAccount } from './account.ts';
import { createTarget, idOf, leftovers } from './leftovers.ts';
import { LIMITS, runSweep } from './run-sweep.ts';

const AMI_1 = `us-east-1 ${idOf('ami', 1)}`;

describe('what a killed build left', () => {
  test('is removed, each kind in each region, and named', async () => {
    const { removed, left, account } = await runSweep(leftovers());
    expect(account.contents()).toEqual([]);
    expect(left).toEqual([]);
    expect(removed.map(({ kind, region }) => `${region} ${kind}`).toSorted()).toEqual([
      'eu-west-1 ami',
      'eu-west-1 snapshot',
      'us-east-1 ami',
      'us-east-1 instance',
      'us-east-1 key-pair',
      'us-east-1 launch-template',
      'us-east-1 security-group',
      'us-east-1 snapshot',
      'us-east-1 volume',
    ]);
  });

  test('is removed once: a second sweep finds nothing to do', async () => {
    const account = createAccount(leftovers());
    await sweep([createTarget()], account, LIMITS);
    expect(await sweep([createTarget()], account, LIMITS)).toEqual({ removed: [], left: [] });
  });

  test('is removed once when two builds name the same', async () => {
    const { removed, left, account } = await runSweep(leftovers(), [createTarget(), createTarget()]);
    expect(removed).toHaveLength(9);
    expect(left).toEqual([]);
    expect(account.contents()).toEqual([]);
  });

  test('goes in order: the instance first, volumes and groups after its end, snapshots after their AMI', async () => {
    const { account } = await runSweep(leftovers());
    const at = (call: string): number => account.calls.findIndex((one) => one.startsWith(call));
    expect(at('terminateInstance')).toBeLessThan(at('deleteVolume'));
    expect(at('terminateInstance')).toBeLessThan(at('deleteGroup'));
    expect(at('deregisterImage us-east-1')).toBeLessThan(at('deleteSnapshot us-east-1'));
    expect(account.calls.filter((call) => call.startsWith('deleteGroup'))).toHaveLength(1);
  });

  test('that Packer removes at the same time is no trouble and not counted', async () => {
    const account = createAccount(leftovers());
    const behind: Account = {
      ...account,
      // Between the question and the removal somebody else was faster.
      terminateInstance: async (region, id) => {
        await account.terminateInstance(region, id);
        throw ec2Error('InvalidInstanceID.NotFound');
      },
      deregisterImage: async (region, id) => {
        await account.deregisterImage(region, id);
        await account.deregisterImage(region, id);
      },
      deleteGroup: async (region, id) => {
        await account.deleteGroup(region, id);
        await account.deleteGroup(region, id);
      },
    };
    const { removed, left } = await sweep([createTarget()], behind, LIMITS);
    expect(left).toEqual([]);
    expect(account.contents()).toEqual([]);
    const counted = new Set(removed.map(({ kind }) => kind));
    expect([...counted].toSorted()).toEqual(['key-pair', 'launch-template', 'snapshot', 'volume']);
  });

  test('is found by its key pair and group when the build had no time to name the instance', async () => {
    const { account } = await runSweep(leftovers(), [createTarget({}, { instances: [] })]);
    expect(account.contents().filter((one) => one.startsWith('instance'))).toEqual([]);
  });

  test('keeps its AMIs when those are to be kept', async () => {
    const { account, left } = await runSweep(leftovers(), [createTarget({ removeAmis: false })]);
    expect(account.contents().toSorted()).toEqual([
      `ami eu-west-1 ${idOf('ami', 2)}`,
      `ami us-east-1 ${idOf('ami', 1)}`,
      `snapshot eu-west-1 ${idOf('snap', 2)}`,
      `snapshot us-east-1 ${idOf('snap', 1)}`,
    ]);
    expect(left).toEqual([]);
  });

  test('is told with the commands where no region is known, and EC2 is not asked', async () => {
    const { left, account } = await runSweep(leftovers(), [createTarget({ home: '' })]);
    expect(account.calls).toEqual([]);
    expect(left.map(({ command }) => command)).toContain(
      `aws ec2 terminate-instances --instance-ids ${idOf('i', 1)}`,
    );
  });
});

describe('a build that succeeded', () => {
  const kept = { finished: 'succeeded', keptAmis: [{ region: 'us-east-1', id: idOf('ami', 1) }] } as const;

  test('keeps its AMIs and volumes, and loses what it forgot', async () => {
    const { account } = await runSweep(leftovers(), [createTarget({}, kept)]);
    expect(account.contents().map((one) => one.split(' ')[0])).toEqual([
      'volume',
      'ami',
      'snapshot',
      'ami',
      'snapshot',
    ]);
  });

  test('keeps them whatever another build claims', async () => {
    const thief = createTarget({}, { build: 'amazon-ebs.thief' });
    const { account } = await runSweep(leftovers(), [createTarget({}, kept), thief]);
    expect(account.contents()).toContain(`ami ${AMI_1}`);
    expect(account.contents()).toContain(`ami eu-west-1 ${idOf('ami', 2)}`);
  });
});

describe('what a build still has', () => {
  test('is told for every region and not touched', async () => {
    const account = createAccount(leftovers());
    const before = account.contents();
    const { images, unseen } = await findLeftovers(createTarget({ removeAmis: false }), account, LIMITS);
    expect(images.map(({ region, id, snapshots }) => [region, id, ...snapshots])).toEqual([
      ['us-east-1', idOf('ami', 1), idOf('snap', 1)],
      ['eu-west-1', idOf('ami', 2), idOf('snap', 2)],
    ]);
    expect(unseen).toEqual([]);
    expect(account.contents()).toEqual(before);
  });

  test('is not known where EC2 cannot be asked, and that is said', async () => {
    const account = createAccount(leftovers(), {
      fault: (call) => (call.includes('eu-west-1') ? 'AuthFailure' : undefined),
    });
    const { images, unseen } = await findLeftovers(createTarget(), account, LIMITS);
    expect(images).toHaveLength(1);
    expect(unseen).toEqual([{ region: 'eu-west-1', why: 'EC2 said: AuthFailure: AuthFailure' }]);
  });
});
