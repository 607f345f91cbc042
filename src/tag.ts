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

export const PATIENCE: Patience = { retries: 8, minTimeout: 500, maxTimeout: 15_000 };

/**
 * Tags AMIs and their snapshots, one writing call a region, regions side by side, and reads the tags back.
 * Images of other kinds pass through. An AMI that could not be tagged stays in the result, named in a failure.
 */
export async function tag(
  images: readonly Image[],
  tags: ReadonlyMap<string, string>,
  ec2: Ec2,
  patience: Patience = PATIENCE,
): Promise<TagResult> {
  const regions = [...new Set(images.filter(isAmi).map((image) => image.region))];
  const results = await Promise.all(
    regions.map((region) =>
      tagRegion(
        region,
        images.filter((image) => isAmi(image) && image.region === region),
        tags,
        ec2,
        patience,
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
  patience: Patience,
): Promise<RegionResult> {
  const ids = [...new Set(images.map((image) => image.id))];
  let found: readonly FoundImage[] = [];
  const patiently = <T>(attempt: () => Promise<T>): Promise<T> =>
    pRetry(
      async () => {
        try {
          return await attempt();
        } catch (error) {
          if (error instanceof NotYet || isPassing(error)) throw error;
          throw new AbortError(error instanceof Error ? error : new Error(String(error)));
        }
      },
      { ...patience, factor: 2, randomize: true },
    );
  const snapshotsOf = (id: string): readonly string[] =>
    found.find((image) => image.id === id)?.snapshots ?? [];
  const resourcesOf = (id: string): readonly string[] => [id, ...snapshotsOf(id)];

  try {
    await patiently(async () => {
      found = await ec2.describeImages(region, ids);
      if (found.length < ids.length) throw new NotYet();
    }).catch((error: unknown) => {
      if (!(error instanceof NotYet)) throw error;
    });
    const present = ids.filter((id) => found.some((image) => image.id === id));
    const resources = present.flatMap(resourcesOf);
    const gone = images.filter((image) => !present.includes(image.id));
    const failures = gone.map((image) => goneFailure(image));
    if (resources.length === 0) return { images: [], gone: gone.map(keyOf), failures };

    await patiently(() => ec2.createTags(region, resources, tags));
    const seen = await patiently(async () => {
      const now = await ec2.describeTags(region, resources);
      if (resources.some((id) => missing(tags, now.get(id)).length > 0)) throw new NotYet();
      return now;
    });
    const tagged = images
      .filter((image) => present.includes(image.id))
      .map((image) => ({
        ...image,
        snapshots: snapshotsOf(image.id),
        tags: Object.fromEntries(seen.get(image.id) ?? []),
      }));
    return { images: tagged, gone: gone.map(keyOf), failures };
  } catch (error) {
    const kept = images.map((image) => ({ ...image, snapshots: snapshotsOf(image.id) }));
    return {
      images: kept,
      gone: [],
      failures: [untagged(region, ids.flatMap(resourcesOf), kept, tags, error)],
    };
  }
}

function missing(
  tags: ReadonlyMap<string, string>,
  seen: ReadonlyMap<string, string> | undefined,
): readonly string[] {
  return [...tags].flatMap(([key, value]) => (seen?.get(key) === value ? [] : [key]));
}

function goneFailure(image: Image): Failure {
  return {
    reason: 'tag',
    what: `${image.id} in ${image.region}, which ${image.build} of ${image.template} made, is not there any more.`,
    why: 'EC2 did not know it for a minute after the build, so it carries no tags and is in no output.',
    fix: 'Find out who deregistered it (CloudTrail: DeregisterImage), then build again.',
  };
}

function untagged(
  region: string,
  resources: readonly string[],
  images: readonly Image[],
  tags: ReadonlyMap<string, string>,
  error: unknown,
): Failure {
  const { reason, why } =
    error instanceof NotYet
      ? { reason: 'tag' as const, why: 'The tags were written, but EC2 does not show them.' }
      : tagCause(error);
  const named = [...new Set(images.map((image) => image.id))].join(', ');
  return {
    reason,
    what: `${named} in ${region} could not be tagged.`,
    why,
    fix: `The AMI exists; tag it with: ${tagCommand(region, resources, tags)}`,
  };
}

/** The AWS CLI's command for the same tags, each argument safe to paste into a POSIX shell. */
function tagCommand(region: string, resources: readonly string[], tags: ReadonlyMap<string, string>): string {
  const json = JSON.stringify([...tags].map(([Key, Value]) => ({ Key, Value })));
  return `aws ec2 create-tags --region ${region} --resources ${resources.join(' ')} --tags '${json.replaceAll("'", "'\\''")}'`;
}
