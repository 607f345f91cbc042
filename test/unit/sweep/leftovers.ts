import type {
  FoundInstance,
  FoundVolume,
  OwnImage,
  OwnSnapshot,
  TagsByKey,
} from '../../../src/aws/resources.ts';
import { emptyEntry, type LedgerEntry } from '../../../src/sweep/ledger.ts';
import type { SweepTarget } from '../../../src/sweep/result.ts';
import type { Holdings } from './account.ts';

/** When the build of every test was started; the ids of the tests count from there. */
export const START = new Date('2026-11-21T11:00:00Z');

/** A moment so many seconds after the start. */
export const moment = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

/** A name as Packer makes it up, so many seconds after the start. */
export function temporaryName(seconds: number, nth = 0): string {
  const time = Math.floor(moment(seconds).getTime() / 1000).toString(16);
  return `packer_${time}-b6d5-1bfa-586e-${nth.toString(16).padStart(12, '0')}`;
}

/** The nth id of a kind. */
export const idOf = (kind: string, nth: number): string => `${kind}-${nth.toString(16).padStart(17, '0')}`;

const KEY = temporaryName(1, 1);
const GROUP = temporaryName(2, 2);

export const ENTRY: LedgerEntry = {
  ...emptyEntry('amazon-ebs.web'),
  instances: [idOf('i', 1)],
  keyPairs: [KEY],
  securityGroups: [GROUP],
  launchTemplates: [idOf('lt', 1)],
  amis: [idOf('ami', 1)],
  amiNames: ['web'],
  copyRegions: ['eu-west-1'],
  finished: 'failed',
};

/** A build that was killed while it copied its AMI to another region. */
export function createTarget(
  overrides: Partial<SweepTarget> = {},
  entry: Partial<LedgerEntry> = {},
): SweepTarget {
  return {
    entry: { ...ENTRY, ...entry },
    home: 'us-east-1',
    copies: ['eu-west-1'],
    startedAt: START,
    removeAmis: true,
    ...overrides,
  };
}

const MADE = { madeAt: moment(30), tags: {} as TagsByKey };

export function createInstance(overrides: Partial<FoundInstance> = {}): FoundInstance {
  const held = { keyName: KEY, groups: [GROUP], volumes: [] };
  return { id: idOf('i', 1), state: 'running', ...held, ...MADE, ...overrides };
}

export function createVolume(overrides: Partial<FoundVolume> = {}): FoundVolume {
  return { id: idOf('vol', 1), ...MADE, ...overrides };
}

/** An AMI that was made from the instance of the build. */
export function createOwnImage(overrides: Partial<OwnImage> = {}): OwnImage {
  const sources = { sourceInstance: idOf('i', 1), sourceImage: idOf('ami', 99) };
  return {
    id: idOf('ami', 1),
    name: 'web',
    snapshots: [idOf('snap', 1)],
    ...sources,
    ...MADE,
    ...overrides,
  };
}

export function createSnapshot(overrides: Partial<OwnSnapshot> = {}): OwnSnapshot {
  const description = `Created by CreateImage(${idOf('i', 1)}) for ${idOf('ami', 1)}`;
  return { id: idOf('snap', 1), volume: idOf('vol', 1), description, ...MADE, ...overrides };
}

/** All that such a build leaves, by region. */
export function leftovers(): Readonly<Record<string, Holdings>> {
  const copy = idOf('ami', 2);
  const description = `Copied for DestinationAmi ${copy} from SourceAmi ${idOf('ami', 1)}`;
  return {
    'us-east-1': {
      instances: [createInstance({ volumes: [idOf('vol', 1)] })],
      volumes: [createVolume()],
      keyPairs: [{ name: KEY, ...MADE }],
      groups: [{ id: idOf('sg', 1), name: GROUP, tags: {} }],
      templates: [{ id: idOf('lt', 1), name: 'packer-fleet-launch-template-aB3dE6g', ...MADE }],
      images: [createOwnImage()],
      snapshots: [createSnapshot()],
    },
    'eu-west-1': {
      instances: [],
      volumes: [],
      keyPairs: [],
      groups: [],
      templates: [],
      images: [
        createOwnImage({
          id: copy,
          sourceInstance: undefined,
          sourceImage: idOf('ami', 1),
          snapshots: [idOf('snap', 2)],
        }),
      ],
      snapshots: [createSnapshot({ id: idOf('snap', 2), volume: idOf('vol', 0xffffffff), description })],
    },
  };
}
