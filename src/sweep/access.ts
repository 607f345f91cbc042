import { LAUNCH_TEMPLATE } from './identifiers.ts';
import { isOurs, look, type Place, remove } from './place.ts';
import { templateVerdict, temporaryVerdict } from './proof.ts';
import type { Resource } from './result.ts';

/** Deletes the temporary key pairs of a build. */
export async function deleteKeyPairs(place: Place): Promise<void> {
  const { target, region, resources } = place;
  const names = target.entry.keyPairs;
  if (names.length === 0) return;
  for (const pair of await look(place, 'key-pair', names, () => resources.findKeyPairs(region, names))) {
    const resource: Resource = { kind: 'key-pair', region, id: pair.name };
    if (names.includes(pair.name) && isOurs(place, resource, temporaryVerdict(pair, target)))
      await remove(place, resource, () => resources.deleteKeyPair(region, pair.name));
  }
}

/** Deletes the temporary security groups of a build, once its instances have let go of them. */
export async function deleteGroups(place: Place): Promise<void> {
  const { target, region, resources } = place;
  const names = target.entry.securityGroups;
  if (names.length === 0) return;
  for (const group of await look(place, 'security-group', names, () => resources.findGroups(region, names))) {
    const resource: Resource = { kind: 'security-group', region, id: group.id };
    if (names.includes(group.name) && isOurs(place, resource, temporaryVerdict(group, target)))
      await remove(place, resource, () => resources.deleteGroup(region, group.id));
  }
}

/** Deletes the launch templates that a spot instance was started by. */
export async function deleteLaunchTemplates(place: Place): Promise<void> {
  const { target, region, resources, tagged } = place;
  const named = target.entry.launchTemplates;
  const ids = [...new Set([...named, ...tagged.filter((id) => LAUNCH_TEMPLATE.test(id))])];
  if (ids.length === 0) return;
  for (const template of await look(place, 'launch-template', named, () =>
    resources.findTemplates(region, ids),
  )) {
    const resource: Resource = { kind: 'launch-template', region, id: template.id };
    if (isOurs(place, resource, templateVerdict(template, target)))
      await remove(place, resource, () => resources.deleteTemplate(region, template.id));
  }
}
