import type {
  FoundGroup,
  FoundInstance,
  FoundKeyPair,
  FoundTemplate,
  FoundVolume,
  OwnImage,
  OwnSnapshot,
  TagsByKey,
} from '../aws/resources.ts';
import { namedAt, TEMPORARY_NAME } from './identifiers.ts';
import type { SweepTarget } from './result.ts';

/** The tag by which a template may let its resources be known as those of one run of the action. */
export const RUN_TAG = 'packer-ci:run';

/**
 * Whether EC2 confirms that a resource is the build's own. A stranger's is passed over in silence: to print
 * the command that removes it would do the work of whoever put it into the ledger.
 */
export type Verdict = 'ours' | 'foreign' | { readonly unproven: string };

/** How far the clocks of the runner and of EC2 may be apart. */
const CLOCK_SKEW = 60_000;

/** Has the run tag, a temporary key pair or group of the build, or the name that Packer gives by default. */
export function instanceVerdict(instance: FoundInstance, target: SweepTarget): Verdict {
  return judge(instance, target, () => {
    const { keyPairs, securityGroups } = target.entry;
    const shared = instance.groups.some((name) => securityGroups.includes(name));
    if (hasRunTag(instance, target) || keyPairs.includes(instance.keyName) || shared) return 'ours';
    // A temporary name that is not of this build is of another one.
    if ([instance.keyName, ...instance.groups].some((name) => TEMPORARY_NAME.test(name))) return 'foreign';
    if (instance.tags.Name === 'Packer Builder') return 'ours';
    return { unproven: "It has neither a key pair nor a security group of the build, nor Packer's name." };
  });
}

/** Has the run tag, or was on an instance of the build. */
export function volumeVerdict(
  volume: FoundVolume,
  target: SweepTarget,
  attached: ReadonlySet<string>,
): Verdict {
  return judge(volume, target, () =>
    hasRunTag(volume, target) || attached.has(volume.id)
      ? 'ours'
      : { unproven: 'It was not found on an instance of the build.' },
  );
}

/** Key pairs and groups have a name that Packer makes up anew for each build, with the time in it. */
export function temporaryVerdict(found: FoundKeyPair | FoundGroup, target: SweepTarget): Verdict {
  const named = TEMPORARY_NAME.test(found.name) ? namedAt(found.name) : undefined;
  if (named === undefined || isOld(named, target)) return 'foreign';
  const madeAt = 'madeAt' in found ? (found.madeAt ?? named) : named;
  return judge({ madeAt, tags: found.tags }, target, () => 'ours');
}

/** Has the run tag, or the name that Packer gives to launch templates. */
export function templateVerdict(template: FoundTemplate, target: SweepTarget): Verdict {
  return judge(template, target, () =>
    hasRunTag(template, target) || template.name.startsWith('packer-fleet-launch-template-')
      ? 'ours'
      : { unproven: 'It does not have the name that Packer gives to launch templates.' },
  );
}

/**
 * Has a name that the build said, and was made from the build's instance or copied from its AMI. Where EC2
 * does not tell what it was made from, the build must have said its id or that it copies to its region.
 */
export function imageVerdict(
  image: OwnImage,
  region: string,
  target: SweepTarget,
  snapshots: readonly OwnSnapshot[],
): Verdict {
  const { amiNames, instances, amis, copyRegions } = target.entry;
  return judge(image, target, () => {
    const tagged = hasRunTag(image, target);
    if (!amiNames.includes(image.name))
      return tagged ? { unproven: 'It carries the tag of the run, but no build said its name.' } : 'foreign';
    if (tagged) return 'ours';
    const maker = image.sourceInstance ?? makerOf(image.id, snapshots);
    if (maker !== undefined) return instances.includes(maker) ? 'ours' : 'foreign';
    if (image.sourceImage !== undefined) return amis.includes(image.sourceImage) ? 'ours' : 'foreign';
    if (amis.includes(image.id) || (amis.length > 0 && copyRegions.includes(region))) return 'ours';
    return { unproven: 'Its name and age fit, but nothing tells that this build made it.' };
  });
}

/** Was taken for a removed AMI or of a volume of the build's instance, and for no other AMI. */
export function snapshotVerdict(
  snapshot: OwnSnapshot,
  target: SweepTarget,
  removed: { readonly images: ReadonlySet<string>; readonly volumes: ReadonlySet<string> },
  mapped: boolean,
): Verdict {
  const image = imageOf(snapshot);
  if (image !== undefined && !removed.images.has(image) && !mapped) return 'foreign';
  return judge(snapshot, target, () =>
    mapped || image !== undefined || removed.volumes.has(snapshot.volume)
      ? 'ours'
      : { unproven: 'Nothing tells that it was taken for an AMI of the build.' },
  );
}

/** What holds for all kinds: never older than the build, never with the tag of another run. */
function judge(found: Found, target: SweepTarget, otherwise: () => Verdict): Verdict {
  if (found.madeAt !== undefined && isOld(found.madeAt, target)) return 'foreign';
  const run = found.tags[RUN_TAG];
  if (target.runTag !== undefined && run !== undefined && run !== target.runTag) return 'foreign';
  if (found.madeAt === undefined) return { unproven: 'EC2 does not say when it was made.' };
  return otherwise();
}

type Found = { readonly madeAt: Date | undefined; readonly tags: TagsByKey };

function hasRunTag({ tags }: Found, { runTag }: SweepTarget): boolean {
  return runTag !== undefined && tags[RUN_TAG] === runTag;
}

function isOld(madeAt: Date, { startedAt }: SweepTarget): boolean {
  return madeAt.getTime() < startedAt.getTime() - CLOCK_SKEW;
}

/** `Created by CreateImage(i-...) for ami-...` is what EC2 writes on the snapshots of a new AMI. */
function makerOf(image: string, snapshots: readonly OwnSnapshot[]): string | undefined {
  const made = snapshots.find((snapshot) => imageOf(snapshot) === image);
  return /^Created by CreateImage\((i-[0-9a-f]+)\)/.exec(made?.description ?? '')?.[1];
}

/** The AMI that EC2 took a snapshot for, from its description. */
function imageOf({ description }: OwnSnapshot): string | undefined {
  return (/^Created by CreateImage\(i-[0-9a-f]+\) for (ami-[0-9a-f]+)/.exec(description) ??
    /^Copied for DestinationAmi (ami-[0-9a-f]+)/.exec(description))?.[1];
}
