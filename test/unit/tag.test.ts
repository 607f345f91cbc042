import { describe, expect, test } from 'vitest';
import { failureText } from '../../src/failure.ts';
import type { Image } from '../../src/image.ts';
import { type Patience, tag } from '../../src/tag.ts';
import { createImage } from './builders.ts';
import { createInMemoryEc2, type World } from './ec2-in-memory.ts';

const TAGS = new Map([
  ['CommitSha', '4f2a91c'],
  ['Team', 'web'],
]);
const PATIENCE: Patience = { retries: 4, minTimeout: 1, maxTimeout: 1 };
const times = (count: number, code: string): readonly string[] => Array(count).fill(code);

const AMIS = {
  'us-east-1/ami-00000001': ['snap-00000001', 'snap-00000002'],
  'eu-west-1/ami-00000002': ['snap-00000003'],
  'ap-southeast-2/ami-00000003': [],
} as const;

const IMAGES: readonly Image[] = Object.keys(AMIS).map((place) => {
  const [region = '', id = ''] = place.split('/');
  return createImage({ region, id });
});

async function run(world: Partial<World>, images: readonly Image[] = IMAGES) {
  const ec2 = createInMemoryEc2({ amis: AMIS, ...world });
  const result = await tag(images, TAGS, ec2, PATIENCE);
  return { ...result, ec2, text: result.failures.map(failureText).join('\n') };
}

const tagged = (images: readonly Image[]): readonly string[] =>
  images.filter((image) => Object.keys(image.tags).length > 0).map((image) => image.id);

describe('when nothing fails', () => {
  test('every AMI and every snapshot carries every tag, in its region', async () => {
    const { images, failures, ec2 } = await run({});
    expect(failures).toEqual([]);
    for (const [place, snapshots] of Object.entries(AMIS)) {
      const region = place.split('/')[0];
      for (const id of [place, ...snapshots.map((snapshot) => `${region}/${snapshot}`)])
        expect(ec2.tags.get(id)).toEqual(TAGS);
    }
    expect(images.map(({ id, snapshots, tags }) => ({ id, snapshots, tags }))).toEqual([
      { id: 'ami-00000001', snapshots: ['snap-00000001', 'snap-00000002'], tags: Object.fromEntries(TAGS) },
      { id: 'ami-00000002', snapshots: ['snap-00000003'], tags: Object.fromEntries(TAGS) },
      { id: 'ami-00000003', snapshots: [], tags: Object.fromEntries(TAGS) },
    ]);
  });

  test('each region is written to once', async () => {
    const amis = { ...AMIS, 'us-east-1/ami-00000004': ['snap-00000004'] };
    const { ec2 } = await run({ amis }, [
      ...IMAGES,
      createImage({ id: 'ami-00000004', build: 'amazon-ebs.db' }),
    ]);
    expect(ec2.calls.filter((call) => call.startsWith('createTags')).toSorted()).toEqual([
      'createTags ap-southeast-2',
      'createTags eu-west-1',
      'createTags us-east-1',
    ]);
  });

  test('images of other kinds pass through in their place, and EC2 is not asked', async () => {
    const docker = createImage({ kind: 'docker', region: '', id: 'sha256:1', build: 'docker.app' });
    const { images, ec2 } = await run({}, [docker]);
    expect(images).toEqual([docker]);
    expect(ec2.calls).toEqual([]);
    const mixed = await run({}, [IMAGES[0] ?? docker, docker, ...IMAGES.slice(1)]);
    expect(mixed.images.map((image) => image.id)).toEqual([
      'ami-00000001',
      'sha256:1',
      'ami-00000002',
      'ami-00000003',
    ]);
  });

  test('tags that an image had before are given back too', async () => {
    const ec2 = createInMemoryEc2({ amis: AMIS });
    await ec2.createTags('us-east-1', ['ami-00000001'], new Map([['Name', 'web']]));
    const { images } = await tag(IMAGES.slice(0, 1), TAGS, ec2, PATIENCE);
    expect(images[0]?.tags).toEqual({ Name: 'web', CommitSha: '4f2a91c', Team: 'web' });
  });
});

describe('a fault that passes', () => {
  test.each([
    'RequestLimitExceeded',
    'Throttling',
    'ThrottlingException',
    'EC2ThrottledException',
    'InvalidAMIID.NotFound',
    'InvalidSnapshot.NotFound',
    'InternalError',
    'Unavailable',
  ])('%s is waited out, wherever it comes', async (code) => {
    for (const method of ['describeImages', 'createTags', 'describeTags']) {
      const { images, failures } = await run({ faults: { [`${method} eu-west-1`]: times(4, code) } });
      expect(failures).toEqual([]);
      expect(tagged(images)).toHaveLength(3);
    }
  });

  test('is given up on when it does not pass, with the AMI and its region named', async () => {
    const { images, text, ec2 } = await run({
      faults: { 'createTags eu-west-1': times(9, 'RequestLimitExceeded') },
    });
    expect(ec2.calls.filter((call) => call === 'createTags eu-west-1')).toHaveLength(5);
    expect(tagged(images)).toEqual(['ami-00000001', 'ami-00000003']);
    expect(images.map((image) => image.id)).toContain('ami-00000002');
    expect(text).toContain('ami-00000002 in eu-west-1 could not be tagged.');
    expect(text).toContain('RequestLimitExceeded');
    expect(text).toContain(
      'aws ec2 create-tags --region eu-west-1 --resources ami-00000002 snap-00000003 --tags',
    );
  });

  test('is waited out when tags do not show at first', async () => {
    const { failures, images } = await run({ tagsShowAfter: { 'us-east-1': 3 } });
    expect(failures).toEqual([]);
    expect(tagged(images)).toHaveLength(3);
  });
});

describe('a fault that stays', () => {
  test.each([
    ['UnauthorizedOperation', 'tag', /needs ec2:CreateTags/],
    ['ExpiredToken', 'credentials', /ExpiredToken/],
    ['RequestExpired', 'credentials', /RequestExpired/],
    ['AuthFailure', 'credentials', /AuthFailure/],
    ['CredentialsProviderError', 'credentials', /CredentialsProviderError/],
    ['TagLimitExceeded', 'tag', /TagLimitExceeded/],
    ['InvalidParameterValue', 'tag', /InvalidParameterValue/],
  ])('%s is not tried again and is told as %s', async (code, reason, says) => {
    const { failures, text, ec2, images } = await run({ faults: { 'createTags us-east-1': times(9, code) } });
    expect(ec2.calls.filter((call) => call === 'createTags us-east-1')).toHaveLength(1);
    expect(failures.map((failure) => failure.reason)).toEqual([reason]);
    expect(text).toMatch(says);
    expect(text).toContain('ami-00000001 in us-east-1');
    expect(text).toContain('--resources ami-00000001 snap-00000001 snap-00000002 ');
    expect(images.map((image) => image.id)).toEqual(IMAGES.map((image) => image.id));
  });

  test('in one region of three leaves the others tagged', async () => {
    const { images, failures } = await run({
      faults: { 'describeImages eu-west-1': times(9, 'UnauthorizedOperation') },
    });
    expect(tagged(images)).toEqual(['ami-00000001', 'ami-00000003']);
    expect(failures.map((failure) => failure.what)).toEqual([
      'ami-00000002 in eu-west-1 could not be tagged.',
    ]);
  });

  test('that keeps written tags from showing is told so', async () => {
    const { images, text, failures } = await run({ tagsShowAfter: { 'us-east-1': 'never' } });
    expect(failures.map((failure) => failure.reason)).toEqual(['tag']);
    expect(text).toContain('The tags were written, but EC2 does not show them.');
    expect(text).toContain('ami-00000001 in us-east-1');
    expect(tagged(images)).toEqual(['ami-00000002', 'ami-00000003']);
  });

  test('that is no error of EC2 is told in its own words', async () => {
    const ec2 = createInMemoryEc2({ amis: AMIS });
    const broken = { ...ec2, createTags: () => Promise.reject(new RangeError('no socket left')) };
    const { failures } = await tag(IMAGES.slice(0, 1), TAGS, broken, PATIENCE);
    expect(failures.map(failureText).join()).toContain('no socket left');
  });
});

describe('an AMI that vanished', () => {
  const images = [...IMAGES, createImage({ id: 'ami-0000dead', build: 'amazon-ebs.gone' })];

  test('is named, is in no output, and keeps no other from its tags', async () => {
    const { images: kept, failures, text } = await run({}, images);
    expect(kept.map((image) => image.id)).toEqual(IMAGES.map((image) => image.id));
    expect(tagged(kept)).toHaveLength(3);
    expect(failures.map((failure) => failure.reason)).toEqual(['tag']);
    expect(text).toContain(
      'ami-0000dead in us-east-1, which amazon-ebs.gone of images/web is said to have made',
    );
  });

  test('alone in its region is named, and nothing is written', async () => {
    const { images: kept, text, ec2 } = await run({}, images.slice(3));
    expect(kept).toEqual([]);
    expect(text).toContain('ami-0000dead in us-east-1');
    expect(ec2.calls).not.toContain('createTags us-east-1');
  });

  test('is not said to exist when the others of its region cannot be tagged', async () => {
    const faults = { 'createTags us-east-1': times(9, 'UnauthorizedOperation') };
    const { images: kept, failures } = await run({ faults }, images);
    expect(kept.map((image) => image.id)).not.toContain('ami-0000dead');
    const command = failures.find((failure) => failure.fix.includes('aws ec2 create-tags'));
    expect(command?.fix).toContain('ami-00000001');
    expect(command?.fix).not.toContain('ami-0000dead');
    expect(failures.some((failure) => failure.what.includes('ami-0000dead in us-east-1'))).toBe(true);
  });
});
