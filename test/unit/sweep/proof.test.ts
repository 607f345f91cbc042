import { describe, expect, test } from 'vitest';
import type { Holdings } from './account.ts';
import {
  createInstance,
  createOwnImage,
  createSnapshot,
  createTarget,
  createVolume,
  idOf,
  leftovers,
  moment,
  temporaryName,
} from './leftovers.ts';
import { home, runSweep } from './run-sweep.ts';

describe('what is not of the build', () => {
  const OTHER = temporaryName(5, 77);
  const strangers: readonly (readonly [string, Partial<Holdings>])[] = [
    ['an instance of before the start', { instances: [createInstance({ madeAt: moment(-61) })] }],
    [
      'an instance of another Packer',
      { instances: [createInstance({ keyName: OTHER, groups: [], tags: { Name: 'Packer Builder' } })] },
    ],
    [
      'a key pair of before the start',
      { keyPairs: [{ name: temporaryName(1, 1), madeAt: moment(-3600), tags: {} }] },
    ],
    [
      'an AMI of before the start',
      { images: [createOwnImage({ madeAt: moment(-61) })], snapshots: [createSnapshot()] },
    ],
    ['an AMI of another name', { images: [createOwnImage({ name: 'database' })] }],
    ['an AMI of another instance', { images: [createOwnImage({ sourceInstance: idOf('i', 9) })] }],
    [
      'an AMI of another instance, by its snapshot alone',
      {
        images: [createOwnImage({ sourceInstance: undefined, sourceImage: undefined })],
        snapshots: [
          createSnapshot({ description: `Created by CreateImage(${idOf('i', 9)}) for ${idOf('ami', 1)}` }),
        ],
      },
    ],
    [
      'a copy of another AMI',
      { images: [createOwnImage({ sourceInstance: undefined, sourceImage: idOf('ami', 9) })] },
    ],
  ];

  test.each(strangers)('is left alone and not pointed at: %s', async (_, held) => {
    const { removed, left, account } = await runSweep(home(held));
    expect({ removed, left }).toEqual({ removed: [], left: [] });
    expect(account.contents()).not.toEqual([]);
  });

  const unproven: readonly (readonly [string, Partial<Holdings>, string])[] = [
    [
      'an instance with other keys',
      { instances: [createInstance({ keyName: 'admin', groups: ['ssh'] })] },
      `terminate-instances --region us-east-1 --instance-ids ${idOf('i', 1)}`,
    ],
    [
      'a launch template of another name',
      { templates: [{ id: idOf('lt', 1), name: 'web', madeAt: moment(9), tags: {} }] },
      `delete-launch-template --region us-east-1 --launch-template-id ${idOf('lt', 1)}`,
    ],
    [
      'an AMI of the right name whose maker nobody knows',
      { images: [createOwnImage({ id: idOf('ami', 5), sourceInstance: undefined, sourceImage: undefined })] },
      `deregister-image --region us-east-1 --image-id ${idOf('ami', 5)}`,
    ],
  ];

  test.each(unproven)('is left with the command that would remove it: %s', async (_, held, command) => {
    const { removed, left } = await runSweep(home(held));
    expect(removed).toEqual([]);
    expect(left.map((one) => one.command)).toEqual([`aws ec2 ${command}`]);
    expect(left[0]?.why).toMatch(/^.+\. Make sure that nobody needs it\.$/);
  });

  test('a snapshot that an AMI of the build shares with older ones stays', async () => {
    const { account } = await runSweep(
      home({
        images: [createOwnImage()],
        snapshots: [createSnapshot({ madeAt: moment(-9999), description: 'data' })],
      }),
    );
    expect(account.contents()).toEqual([`snapshot us-east-1 ${idOf('snap', 1)}`]);
  });

  test('a volume that was there before stays, though the instance had it', async () => {
    const { account } = await runSweep(
      home({
        instances: [createInstance({ volumes: [idOf('vol', 1)] })],
        volumes: [createVolume({ madeAt: moment(-9999) })],
      }),
    );
    expect(account.contents()).toEqual([`volume us-east-1 ${idOf('vol', 1)}`]);
  });

  test('ids and names of no known pattern are never asked for', async () => {
    const odd = ['*', 'i-*', 'web', '', 'i-0000000000000000g', '$(id)'];
    const entry = {
      instances: odd,
      keyPairs: odd,
      securityGroups: odd,
      launchTemplates: odd,
      volumes: odd,
      amis: odd,
      amiNames: ['*', '??', 'a'.repeat(129)],
      snapshots: odd,
      copyRegions: ['*', 'evil.example.com#'],
    };
    const { account, removed, left } = await runSweep(leftovers(), [createTarget({ copies: [] }, entry)]);
    expect({ removed, left }).toEqual({ removed: [], left: [] });
    expect(account.calls.filter((call) => !call.includes(' us-east-1'))).toEqual([]);
  });
});

describe('the tag of the run', () => {
  const mine = { 'packer-ci:run': '42-1' };
  const target = createTarget(
    { runTag: '42-1' },
    { instances: [], keyPairs: [], securityGroups: [], launchTemplates: [] },
  );

  test('finds and proves what no line named', async () => {
    const { account } = await runSweep(
      home({
        instances: [createInstance({ keyName: 'admin', groups: [], tags: mine })],
        volumes: [createVolume({ tags: mine })],
        templates: [{ id: idOf('lt', 7), name: 'any', madeAt: moment(3), tags: mine }],
        images: [createOwnImage({ sourceInstance: undefined, sourceImage: undefined, tags: mine })],
      }),
      [target],
    );
    expect(account.contents()).toEqual([]);
  });

  test('of another run keeps a resource, whatever else fits', async () => {
    const { removed } = await runSweep(
      home({ instances: [createInstance({ tags: { 'packer-ci:run': '41-1' } })] }),
      [createTarget({ runTag: '42-1' })],
    );
    expect(removed).toEqual([]);
  });

  test('is not enough for an AMI whose name no build said', async () => {
    const { removed, left } = await runSweep(
      home({ images: [createOwnImage({ name: 'other', tags: mine })] }),
      [target],
    );
    expect(removed).toEqual([]);
    expect(left.map(({ id }) => id)).toEqual([idOf('ami', 1)]);
  });
});
