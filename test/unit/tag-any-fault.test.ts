import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Image } from '../../src/image.ts';
import { tag } from '../../src/tag.ts';
import { createImage } from './builders.ts';
import { createInMemoryEc2, type World } from './ec2-in-memory.ts';

const TAGS = new Map([
  ['CommitSha', '4f2a91c'],
  ['Template', 'images/web'],
]);
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const;
const METHODS = ['describeImages', 'createTags', 'describeTags'] as const;
const CODES = [
  undefined,
  undefined,
  'RequestLimitExceeded',
  'InvalidAMIID.NotFound',
  'UnauthorizedOperation',
  'ExpiredToken',
  'InternalError',
  'Surprise',
] as const;

type Built = {
  readonly region: string;
  readonly id: string;
  readonly snapshots: readonly string[];
  readonly there: boolean;
};

const built = fc.record<Built>({
  region: fc.constantFrom(...REGIONS),
  id: fc.nat(11).map((number) => `ami-${String(number).padStart(8, '0')}`),
  snapshots: fc.array(
    fc.nat(99).map((number) => `snap-${number}`),
    { maxLength: 3 },
  ),
  there: fc.boolean(),
});

const faults = fc.dictionary(
  fc.tuple(fc.constantFrom(...METHODS), fc.constantFrom(...REGIONS)).map((names) => names.join(' ')),
  fc.array(fc.constantFrom(...CODES), { maxLength: 6 }),
);

const showing = fc.dictionary(
  fc.constantFrom(...REGIONS),
  fc.oneof(fc.nat(5), fc.constant('never' as const)),
);

const place = ({ region, id }: { readonly region: string; readonly id: string }): string => `${region}/${id}`;

function imagesOf(all: readonly Built[]): readonly Image[] {
  return all.map(({ region, id }) => createImage({ region, id }));
}

function worldOf(all: readonly Built[]): World['amis'] {
  return Object.fromEntries(all.filter(({ there }) => there).map((one) => [place(one), one.snapshots]));
}

test('whatever EC2 does, an AMI is given back with all its tags or named with its region', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(built, { selector: place, maxLength: 6 }),
      faults,
      showing,
      async (all, wrong, tagsShowAfter) => {
        const ec2 = createInMemoryEc2({ amis: worldOf(all), faults: wrong, tagsShowAfter });
        const { images, failures } = await tag(imagesOf(all), TAGS, ec2, {
          retries: 2,
          minTimeout: 0,
          maxTimeout: 0,
        });
        for (const one of all) {
          const image = images.find((given) => place(given) === place(one));
          const carries = [...TAGS].every(([key, value]) => image?.tags[key] === value);
          const named = failures.some(({ what }) => what.includes(one.id) && what.includes(one.region));
          expect(carries || named).toBe(true);
          // No AMI counts as tagged that EC2 does not show so, on its snapshots too.
          for (const id of carries ? [one.id, ...one.snapshots] : [])
            expect(ec2.tags.get(`${one.region}/${id}`)).toEqual(TAGS);
        }
        expect(images.every((image) => all.some((one) => place(one) === place(image)))).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('when nothing fails each region is written to once, and no failure is told', async () => {
  const there = built.map((one) => ({ ...one, there: true }));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(there, { selector: place }), async (all) => {
      const ec2 = createInMemoryEc2({ amis: worldOf(all) });
      const { images, failures } = await tag(imagesOf(all), TAGS, ec2, {
        retries: 0,
        minTimeout: 0,
        maxTimeout: 0,
      });
      expect(failures).toEqual([]);
      expect(images.map(place)).toEqual(all.map(place));
      const regions = [...new Set(all.map(({ region }) => region))];
      expect(ec2.calls.filter((call) => call.startsWith('createTags')).toSorted()).toEqual(
        regions.map((region) => `createTags ${region}`).toSorted(),
      );
    }),
    { numRuns: 100 },
  );
});
