import fc from 'fast-check';
import type { LedgerEntry } from '../../../src/sweep/ledger.ts';
import type { Holdings } from './account.ts';
import {
  createInstance,
  createOwnImage,
  createSnapshot,
  createVolume,
  ENTRY,
  idOf,
  moment,
  temporaryName,
} from './leftovers.ts';

/** Things of one build or of strangers, with all that a forger would write into the ledger about them. */
export type Part = {
  readonly ours: boolean;
  readonly held: Partial<Holdings>;
  readonly named: Partial<LedgerEntry>;
};

const KEY = ENTRY.keyPairs[0] ?? '';
const GROUP = ENTRY.securityGroups[0] ?? '';

/** Seconds from the start of the build: during it, or well before. */
const during = fc.integer({ min: -59, max: 7_200 });
const before = fc.integer({ min: -1_000_000, max: -61 });

/** Each makes a part whose ids come from a number of its own. */
type Maker = fc.Arbitrary<(nth: number) => Part>;

const ours: readonly Maker[] = [
  fc
    .tuple(during, fc.constantFrom('key', 'group', 'name'), fc.boolean())
    .map(([seconds, proof, said]) => (nth) => {
      const [id, volume] = [idOf('i', nth), idOf('vol', nth)];
      const madeAt = moment(seconds);
      const access = {
        keyName: proof === 'key' ? KEY : 'admin',
        groups: proof === 'group' ? [GROUP] : ['ssh'],
      };
      const tags: Record<string, string> = proof === 'name' ? { Name: 'Packer Builder' } : {};
      return {
        ours: true,
        held: {
          instances: [createInstance({ id, madeAt, ...access, tags, volumes: [volume] })],
          volumes: [createVolume({ id: volume, madeAt })],
        },
        // By its key pair or group it is found even when its line was never read.
        named: said || proof === 'name' ? { instances: [id] } : {},
      };
    }),
  fc.integer({ min: 0, max: 7_200 }).map((seconds) => (nth) => {
    const name = temporaryName(seconds, nth);
    return {
      ours: true,
      held: {
        keyPairs: [{ name, madeAt: moment(seconds), tags: {} }],
        groups: [{ id: idOf('sg', nth), name, tags: {} }],
        templates: [
          {
            id: idOf('lt', nth),
            name: `packer-fleet-launch-template-${nth}`,
            madeAt: moment(seconds),
            tags: {},
          },
        ],
      },
      named: { keyPairs: [name], securityGroups: [name], launchTemplates: [idOf('lt', nth)] },
    };
  }),
  fc
    .tuple(during, fc.constantFrom('instance', 'copy', 'untold'), fc.boolean())
    .map(([seconds, source, said]) => (nth) => {
      const [id, snapshot, name] = [idOf('ami', nth), idOf('snap', nth), `web ${nth}`];
      const madeAt = moment(seconds);
      const sourceInstance = source === 'instance' ? ENTRY.instances[0] : undefined;
      const sourceImage = source === 'copy' ? ENTRY.amis[0] : undefined;
      return {
        ours: true,
        held: {
          images: [createOwnImage({ id, name, madeAt, sourceInstance, sourceImage, snapshots: [snapshot] })],
          snapshots: [createSnapshot({ id: snapshot, madeAt, volume: 'vol-ffffffff', description: '' })],
        },
        named: { amiNames: [name], ...(said || source === 'untold' ? { amis: [id] } : {}) },
      };
    }),
];

const strangers: readonly Maker[] = [
  // Older than the build, whatever else fits.
  before.map((seconds) => (nth) => {
    const madeAt = moment(seconds);
    const [image, name] = [idOf('ami', nth), temporaryName(seconds, nth)];
    return {
      ours: false,
      held: {
        instances: [createInstance({ id: idOf('i', nth), madeAt, volumes: [idOf('vol', nth)] })],
        volumes: [createVolume({ id: idOf('vol', nth), madeAt })],
        keyPairs: [{ name, madeAt: undefined, tags: {} }],
        groups: [{ id: idOf('sg', nth), name, tags: {} }],
        templates: [{ id: idOf('lt', nth), name: 'packer-fleet-launch-template-x', madeAt, tags: {} }],
        images: [createOwnImage({ id: image, name: `old ${nth}`, madeAt, snapshots: [idOf('snap', nth)] })],
        snapshots: [createSnapshot({ id: idOf('snap', nth), madeAt })],
      },
      named: {
        instances: [idOf('i', nth)],
        volumes: [idOf('vol', nth)],
        keyPairs: [name],
        securityGroups: [name],
        launchTemplates: [idOf('lt', nth)],
        amis: [image],
        amiNames: [`old ${nth}`],
        snapshots: [idOf('snap', nth)],
      },
    };
  }),
  // Made during the build, by somebody else; a forger knows ids and names, and cannot change the things.
  fc.tuple(during, fc.boolean()).map(([seconds, packer]) => (nth) => {
    const madeAt = moment(seconds);
    const [image, key] = [idOf('ami', nth), packer ? temporaryName(30, 0xfffff + nth) : 'admin'];
    const made = `Created by CreateImage(i-eeeeeeee) for ${image}`;
    return {
      ours: false,
      held: {
        instances: [
          createInstance({
            id: idOf('i', nth),
            madeAt,
            keyName: key,
            groups: [],
            volumes: [idOf('vol', nth)],
            tags: { Name: packer ? 'Packer Builder' : 'web' },
          }),
        ],
        volumes: [createVolume({ id: idOf('vol', nth), madeAt })],
        keyPairs: [{ name: `${key} ${nth}`, madeAt, tags: {} }],
        groups: [{ id: idOf('sg', nth), name: `ssh ${nth}`, tags: {} }],
        templates: [{ id: idOf('lt', nth), name: 'web', madeAt, tags: {} }],
        images: [
          createOwnImage({
            id: image,
            name: `other ${nth}`,
            madeAt,
            sourceInstance: packer ? 'i-ffffffff' : undefined,
            sourceImage: undefined,
            snapshots: [idOf('snap', nth)],
          }),
        ],
        snapshots: [
          createSnapshot({ id: idOf('snap', nth), madeAt, description: made, volume: idOf('vol', nth) }),
        ],
      },
      named: {
        instances: [idOf('i', nth)],
        volumes: [idOf('vol', nth)],
        keyPairs: [`${key} ${nth}`],
        securityGroups: [`ssh ${nth}`],
        launchTemplates: [idOf('lt', nth)],
        amis: [image],
        amiNames: [`other ${nth}`],
        snapshots: [idOf('snap', nth)],
      },
    };
  }),
];

/** Parts of both sorts in any number, with ids of their own. */
export const anyParts = fc
  .array(fc.tuple(fc.oneof(...ours, ...strangers), fc.boolean()), { minLength: 1, maxLength: 12 })
  .map((makers) =>
    makers.map(([make, forged], at): Part => {
      const part = make(at + 10);
      return part.ours || forged ? part : { ...part, named: {} };
    }),
  );
