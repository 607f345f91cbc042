import type { OwnImage, OwnSnapshot } from '../aws/resources.ts';
import { AMI } from './identifiers.ts';
import { isOurs, look, type Place, remove } from './place.ts';
import { imageVerdict, snapshotVerdict } from './proof.ts';
import { faultText } from './report.ts';
import type { Resource } from './result.ts';

/** What a build that succeeded leaves to stay. */
export type Kept = {
  /** As `region/id`. */
  readonly places: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
};

/**
 * Removes the AMIs of a build that did not succeed, each with its snapshots, and the snapshots of volumes
 * that were on its instance.
 */
export async function removeImages(place: Place, kept: Kept, volumes: ReadonlySet<string>): Promise<void> {
  const { region, resources, target } = place;
  const removed = new Set<string>();
  for (const image of await findImages(place)) {
    const protectedOne =
      kept.places.has(`${region}/${image.id}`) || kept.ids.has(image.id) || kept.names.has(image.name);
    if (protectedOne || imageVerdict(image, region, target, []) === 'foreign') continue;
    const resource: Resource = { kind: 'ami', region, id: image.id };
    const snapshots = await snapshotsOf(place, image).catch((error: unknown) => {
      place.report.left(resource, `Its snapshots could not be looked up. ${faultText(error)}`);
    });
    if (snapshots === undefined) continue;
    if (!isOurs(place, resource, imageVerdict(image, region, target, snapshots))) continue;
    if (!(await remove(place, resource, () => resources.deregisterImage(region, image.id)))) continue;
    removed.add(image.id);
    await deleteSnapshots(place, snapshots, { images: removed, volumes: NONE }, new Set(image.snapshots));
  }
  const named = target.entry.snapshots;
  if (volumes.size === 0 && named.length === 0) return;
  const query = { ids: named, images: [], volumes: [...volumes] };
  const others = await look(place, 'snapshot', [], () => resources.findSnapshots(region, query));
  await deleteSnapshots(place, others, { images: removed, volumes }, NONE);
}

const NONE: ReadonlySet<string> = new Set();

/** The build's AMIs in a region, with their snapshots, whoever keeps them. */
export async function provenImages(
  place: Place,
): Promise<readonly { readonly image: OwnImage; readonly snapshots: readonly OwnSnapshot[] }[]> {
  const found = await place.patience.ask(() => queryImages(place));
  const proven = await Promise.all(
    found.map(async (image) => {
      const snapshots = await snapshotsOf(place, image);
      const ours = imageVerdict(image, place.region, place.target, snapshots) === 'ours';
      return ours ? [{ image, snapshots }] : [];
    }),
  );
  return proven.flat();
}

function findImages(place: Place): Promise<readonly OwnImage[]> {
  const { entry, home } = place.target;
  return look(place, 'ami', place.region === home ? entry.amis : [], () => queryImages(place));
}

async function queryImages({ target, region, resources, tagged }: Place): Promise<readonly OwnImage[]> {
  const ids = [...new Set([...target.entry.amis, ...tagged.filter((id) => AMI.test(id))])];
  const names = target.entry.amiNames;
  return ids.length === 0 && names.length === 0 ? [] : resources.findImages(region, { ids, names });
}

function snapshotsOf(place: Place, image: OwnImage): Promise<readonly OwnSnapshot[]> {
  const query = { ids: image.snapshots, images: [image.id], volumes: [] };
  return place.patience.ask(() => place.resources.findSnapshots(place.region, query));
}

async function deleteSnapshots(
  place: Place,
  snapshots: readonly OwnSnapshot[],
  removed: { readonly images: ReadonlySet<string>; readonly volumes: ReadonlySet<string> },
  mapped: ReadonlySet<string>,
): Promise<void> {
  const { region, resources, target } = place;
  for (const snapshot of snapshots) {
    const resource: Resource = { kind: 'snapshot', region, id: snapshot.id };
    const verdict = snapshotVerdict(snapshot, target, removed, mapped.has(snapshot.id));
    if (isOurs(place, resource, verdict))
      await remove(place, resource, () => resources.deleteSnapshot(region, snapshot.id));
  }
}
