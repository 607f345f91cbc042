import pRetry, { AbortError } from 'p-retry';
import type { Ec2, FoundImage } from './aws/ec2.ts';
import { isPassing, tagCause } from './aws/faults.ts';
import type { Failure } from './failure.ts';
import type { Image } from './image.ts';

/** The images of one template after tagging, with what EC2 says of them now. */
export type TagResult = {
  readonly images: readonly Image[];
  readonly failures: readonly Failure[];
};

/** Waits between tries, in milliseconds: about a minute in all, for EC2's regions to agree on a new id. */
export type Patience = { readonly retries: number; readonly minTimeout: number; readonly maxTimeout: number };

/** `since` is when the build began: an AMI from before it is not this run's, whatever Packer's output says. */
export type TagTerms = Patience & { readonly since?: Date };

export const PATIENCE: Patience = { retries: 8, minTimeout: 500, maxTimeout: 15_000 };

/**
 * Tags AMIs and their snapshots, one writing call a region, regions side by side, and reads the tags back.
 * Images of other kinds pass through. An AMI that could not be tagged stays in the result, named in a failure.
 */
export async function tag(
  images: readonly Image[],
  tags: ReadonlyMap<string, string>,
  ec2: Ec2,
  terms: TagTerms = PATIENCE,
): Promise<TagResult> {
  const regions = [...new Set(images.filter(isAmi).map((image) => image.region))];
  const results = await Promise.all(
    regions.map((region) =>
      tagRegion(
        region,
        images.filter((image) => isAmi(image) && image.region === region),
        tags,
        ec2,
        terms,
      ),
    ),
  );
  const tagged = new Map(results.flatMap((result) => result.images.map((image) => [keyOf(image), image])));
  const gone = new Set(results.flatMap((result) => result.gone));
  return {
    images: images
      .filter((image) => !gone.has(keyOf(image)))
      .map((image) => tagged.get(keyOf(image)) ?? image),
    failures: results.flatMap((result) => result.failures),
  };
}

type RegionResult = TagResult & { readonly gone: readonly string[] };

const isAmi = (image: Image): boolean => image.kind === 'ami';
const keyOf = (image: Image): string => `${image.region}/${image.build}/${image.id}`;

class NotYet extends Error {}

async function tagRegion(
  region: string,
  images: readonly Image[],
  tags: ReadonlyMap<string, string>,
  ec2: Ec2,
  terms: TagTerms,
): Promise<RegionResult> {
  const ids = [...new Set(images.map((image) => image.id))];
  let found: readonly FoundImage[] = ids.map((id) => ({ id, snapshots: [] }));
  try {
    found = (await findImages(region, ids, ec2, terms)).filter((image) => !isOlder(image, terms.since));
    const resources = found.flatMap(resourcesOf);
    const seen = resources.length === 0 ? NO_TAGS : await writeTags(region, resources, tags, ec2, terms);
    return outcome(images, found, seen, []);
  } catch (error) {
    return outcome(images, found, NO_TAGS, [untagged(region, found, tags, error)]);
  }
}

/** Clocks differ: EC2's, and this machine's. */
const SKEW = 60_000;

function isOlder({ created }: FoundImage, since: Date | undefined): boolean {
  return created !== undefined && since !== undefined && created.getTime() < since.getTime() - SKEW;
}

type TagsById = ReadonlyMap<string, ReadonlyMap<string, string>>;
const NO_TAGS: TagsById = new Map();

const resourcesOf = ({ id, snapshots }: FoundImage): readonly string[] => [id, ...snapshots];

/** The AMIs that EC2 knows; asks until it knows all of them or patience ends. */
async function findImages(
  region: string,
  ids: readonly string[],
  ec2: Ec2,
  patience: Patience,
): Promise<readonly FoundImage[]> {
  let found: readonly FoundImage[] = [];
  const attempt = async (): Promise<void> => {
    found = await ec2.describeImages(region, ids);
    if (found.length < ids.length) throw new NotYet();
  };
  await patiently(attempt, patience).catch((error: unknown) => {
    if (!(error instanceof NotYet)) throw error;
  });
  return found;
}

/** Writes the tags in one call and gives what EC2 shows of them, once it shows all. */
async function writeTags(
  region: string,
  resources: readonly string[],
  tags: ReadonlyMap<string, string>,
  ec2: Ec2,
  patience: Patience,
): Promise<TagsById> {
  await patiently(() => ec2.createTags(region, resources, tags), patience);
  return patiently(async () => {
    const seen = await ec2.describeTags(region, resources);
    if (resources.some((id) => isMissing(tags, seen.get(id)))) throw new NotYet();
    return seen;
  }, patience);
}

/** Tries again what passes by itself; anything else is thrown at once. */
function patiently<T>(attempt: () => Promise<T>, patience: Patience): Promise<T> {
  const guarded = async (): Promise<T> => {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof NotYet || isPassing(error)) throw error;
      throw new AbortError(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return pRetry(guarded, { ...patience, factor: 2, randomize: true });
}

function isMissing(
  tags: ReadonlyMap<string, string>,
  seen: ReadonlyMap<string, string> | undefined,
): boolean {
  return [...tags].some(([key, value]) => seen?.get(key) !== value);
}

function outcome(
  images: readonly Image[],
  found: readonly FoundImage[],
  seen: TagsById,
  failures: readonly Failure[],
): RegionResult {
  const gone = images.filter((image) => !found.some(({ id }) => id === image.id));
  const kept = images.filter((image) => !gone.includes(image));
  return {
    images: kept.map((image) => ({
      ...image,
      snapshots: found.find(({ id }) => id === image.id)?.snapshots ?? [],
      tags: Object.fromEntries(seen.get(image.id) ?? []),
    })),
    gone: gone.map(keyOf),
    failures: [...gone.map(goneFailure), ...failures],
  };
}

function goneFailure(image: Image): Failure {
  return {
    reason: 'tag',
    what: `${image.id} in ${image.region}, which ${image.build} of ${image.template} is said to have made, is not there.`,
    why: 'For a minute after the build EC2 knew no such AMI of this account, made since the build began, so it carries no tags and is in no output.',
    fix: 'Find out who deregistered it (CloudTrail: DeregisterImage), then build again.',
  };
}

function untagged(
  region: string,
  found: readonly FoundImage[],
  tags: ReadonlyMap<string, string>,
  error: unknown,
): Failure {
  const { reason, why } =
    error instanceof NotYet
      ? { reason: 'tag' as const, why: 'The tags were written, but EC2 does not show them.' }
      : tagCause(error);
  const named = found.map(({ id }) => id).join(', ');
  return {
    reason,
    what: `${named} in ${region} could not be tagged.`,
    why,
    fix: `The AMI exists; tag it with: ${tagCommand(region, found.flatMap(resourcesOf), tags)}`,
  };
}

/** The AWS CLI's command for the same tags, each argument safe to paste into a POSIX shell. */
function tagCommand(region: string, resources: readonly string[], tags: ReadonlyMap<string, string>): string {
  const json = JSON.stringify([...tags].map(([Key, Value]) => ({ Key, Value })));
  return `aws ec2 create-tags --region ${region} --resources ${resources.join(' ')} --tags '${json.replaceAll("'", "'\\''")}'`;
}
