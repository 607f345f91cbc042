import { INSTANCE, VOLUME } from './identifiers.ts';
import { isOurs, look, type Place, remove } from './place.ts';
import { instanceVerdict, volumeVerdict } from './proof.ts';
import type { Resource } from './result.ts';

/** The build's instances that are on their way out, and the volumes that were on them. */
export type Terminating = { readonly ids: readonly string[]; readonly volumes: ReadonlySet<string> };

/** Terminates the instances of a build: those it named, and any with its key pair or security group. */
export async function terminateInstances(place: Place): Promise<Terminating> {
  const { target, region, resources, tagged } = place;
  const { instances, keyPairs, securityGroups } = target.entry;
  const ids = [...instances, ...tagged.filter((id) => INSTANCE.test(id))];
  const query = { ids, keyNames: keyPairs, groupNames: securityGroups };
  const found = await look(place, 'instance', instances, () => resources.findInstances(region, query));
  const ours = found.filter(
    (instance) =>
      instance.state !== 'terminated' &&
      isOurs(place, { kind: 'instance', region, id: instance.id }, instanceVerdict(instance, target)),
  );
  const ending = await Promise.all(
    ours.map(async ({ id, state }) => {
      const resource: Resource = { kind: 'instance', region, id };
      const ends =
        state === 'shutting-down' ||
        (await remove(place, resource, () => resources.terminateInstance(region, id)));
      return ends ? [id] : [];
    }),
  );
  return { ids: ending.flat(), volumes: new Set(ours.flatMap(({ volumes }) => volumes)) };
}

/** Waits until the instances are terminated, and no longer hold volumes and groups. */
export async function waitUntilTerminated(place: Place, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const query = { ids, keyNames: [], groupNames: [] };
  const ended = async (): Promise<boolean> => {
    const found = await place.resources.findInstances(place.region, query);
    return found.every(({ state }) => state === 'terminated');
  };
  // Where it takes too long, removing what they hold says so.
  await place.patience.until(ended).catch(() => false);
}

/** Deletes the volumes of the terminated instances; for a build that succeeded they may be its result. */
export async function deleteVolumes(place: Place, attached: ReadonlySet<string>): Promise<void> {
  const { target, region, resources, tagged } = place;
  if (target.entry.finished === 'succeeded') return;
  const named = target.entry.volumes;
  const ids = [...new Set([...attached, ...named, ...tagged.filter((id) => VOLUME.test(id))])];
  if (ids.length === 0) return;
  const found = await look(place, 'volume', [...attached, ...named], () =>
    resources.findVolumes(region, ids),
  );
  for (const volume of found) {
    const resource: Resource = { kind: 'volume', region, id: volume.id };
    if (isOurs(place, resource, volumeVerdict(volume, target, attached)))
      await remove(place, resource, () => resources.deleteVolume(region, volume.id));
  }
}
