import type { PackerEvent } from '../packer/machine-readable.ts';
import { readMessage } from '../packer/text.ts';
import {
  AMI,
  AMI_NAME,
  INSTANCE,
  LAUNCH_TEMPLATE,
  REGION,
  SNAPSHOT,
  TEMPORARY_NAME,
  VOLUME,
} from './identifiers.ts';

/** An AMI that Packer hands over as the result of a build. */
export type KeptAmi = { readonly region: string; readonly id: string };

/**
 * What one build of the Amazon plugin named on its way. A provisioner can print the same words, so every
 * entry is a claim that EC2 must confirm, see `proof.ts`.
 */
export type LedgerEntry = {
  /** The name Packer prints. */
  readonly build: string;
  readonly instances: readonly string[];
  /** Names of temporary ones. */
  readonly keyPairs: readonly string[];
  /** Names of temporary ones. */
  readonly securityGroups: readonly string[];
  readonly launchTemplates: readonly string[];
  readonly volumes: readonly string[];
  readonly amis: readonly string[];
  readonly amiNames: readonly string[];
  readonly snapshots: readonly string[];
  /** Regions that Packer said it copies the AMI to. */
  readonly copyRegions: readonly string[];
  readonly finished: 'succeeded' | 'failed' | 'unfinished';
  /** From the artifact lines, which no provisioner can write. */
  readonly keptAmis: readonly KeptAmi[];
};

type Growing = { -readonly [Key in keyof LedgerEntry]: LedgerEntry[Key] };
type Names = Exclude<keyof LedgerEntry, 'build' | 'finished' | 'keptAmis'>;

type Saying = {
  readonly says: RegExp;
  readonly kind: Names;
  readonly pattern: RegExp;
  /**
   * Packer says it before or as it names the instance. No provisioner has run by then, so that what comes
   * later under the same words is none of Packer's.
   */
  readonly early: boolean;
};

/** Read in the source of packer-plugin-amazon; the first group is the name. */
const SAYINGS: readonly Saying[] = [
  { says: /^Creating temporary keypair: (.+)$/, kind: 'keyPairs', pattern: TEMPORARY_NAME, early: true },
  {
    says: /^Creating temporary security group for this instance: (.+)$/,
    kind: 'securityGroups',
    pattern: TEMPORARY_NAME,
    early: true,
  },
  {
    says: /^Created Spot Fleet launch template: (.+)$/,
    kind: 'launchTemplates',
    pattern: LAUNCH_TEMPLATE,
    early: true,
  },
  { says: /^Prevalidating AMI Name: (.+)$/, kind: 'amiNames', pattern: AMI_NAME, early: true },
  { says: /^Instance ID: (.+)$/, kind: 'instances', pattern: INSTANCE, early: true },
  {
    says: /^Creating AMI (.+) from instance i-[0-9a-f]+$/,
    kind: 'amiNames',
    pattern: AMI_NAME,
    early: false,
  },
  { says: /^AMI: (.+)$/, kind: 'amis', pattern: AMI, early: false },
  { says: /^Copying to: (.+)$/, kind: 'copyRegions', pattern: REGION, early: false },
  { says: /^Tagging snapshot: (.+)$/, kind: 'snapshots', pattern: SNAPSHOT, early: false },
  {
    says: /^Creating snapshot of EBS Volume (.+?)\.\.\.$/,
    kind: 'volumes',
    pattern: VOLUME,
    early: false,
  },
];

/** A build names one or two of each; more come from a provisioner that wants to be a nuisance. */
const MOST = 40;

/** `amazon-ebs.web` or `fleet.amazon-ebs.web`, without the ` (shell-local)` of a post-processor. */
const AMAZON_BUILD = /^(?:[^\s.]+\.)*amazon-(?:ebs|ebssurrogate|ebsvolume|instance|chroot)\.[^\s.]+$/;

/** Writes down what one run of `packer build` names. What it holds does not grow with the log. */
export function createLedger(): {
  readonly add: (event: PackerEvent) => void;
  readonly entries: () => readonly LedgerEntry[];
} {
  const builds = new Map<string, Growing>();
  let cancelled = false;

  const entry = (build: string): Growing | undefined => {
    if (!AMAZON_BUILD.test(build)) return undefined;
    const known = builds.get(build) ?? emptyEntry(build);
    builds.set(build, known);
    return known;
  };

  const addUi = (text: string): void => {
    // Without a build's name in front, so it is Packer's own word.
    if (text.startsWith('Cancelling build after receiving')) cancelled = true;
    const [, name = '', end] = /^Build '(.+?)' (finished|errored) after/.exec(text) ?? [];
    const ended = end === undefined ? undefined : entry(name);
    // A build that is cancelled while it provisions is "finished" to Packer.
    if (ended !== undefined)
      ended.finished = end === 'errored' ? 'failed' : cancelled ? 'unfinished' : 'succeeded';
    const { build, lines } = readMessage(text);
    const growing = build === undefined ? undefined : entry(build);
    const [line = '', ...others] = lines;
    if (growing !== undefined && others.length === 0) addSaying(growing, line);
  };

  return {
    add: (event) => {
      if (event.kind === 'ui') addUi(event.text);
      else if (event.kind === 'build-error') {
        const failed = entry(event.build);
        if (failed !== undefined) failed.finished = 'failed';
      } else if (event.kind === 'artifact' && event.field === 'id') {
        const done = entry(event.build);
        if (done !== undefined) addArtifact(done, event.values.join(','));
      }
    },
    entries: () => [...builds.values()].map((growing) => ({ ...growing })),
  };
}

/** The entry of a build that has not said anything yet. */
export function emptyEntry(build: string): LedgerEntry {
  return {
    build,
    instances: [],
    keyPairs: [],
    securityGroups: [],
    launchTemplates: [],
    volumes: [],
    amis: [],
    amiNames: [],
    snapshots: [],
    copyRegions: [],
    finished: 'unfinished',
    keptAmis: [],
  };
}

function addSaying(entry: Growing, line: string): void {
  for (const { says, kind, pattern, early } of SAYINGS) {
    const name = says.exec(line)?.[1];
    if (name === undefined) continue;
    const late = early && entry.instances.length > 0;
    const known = entry[kind];
    if (late || !pattern.test(name) || known.includes(name)) return;
    // The first is from before any provisioner, the last ones from after: those in between have to go.
    entry[kind] = known.length < MOST ? [...known, name] : [...known.toSpliced(1, 1), name];
    return;
  }
}

/** `region:ami-id` pairs joined by commas; a volume's are no AMIs. */
function addArtifact(entry: Growing, ids: string): void {
  entry.finished = 'succeeded';
  for (const pair of ids.split(',')) {
    const [region = '', id = ''] = pair.trim().split(':');
    const known = entry.keptAmis.some((kept) => kept.region === region && kept.id === id);
    if (REGION.test(region) && AMI.test(id) && !known) entry.keptAmis = [...entry.keptAmis, { region, id }];
  }
}
