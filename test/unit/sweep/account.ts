import type {
  Ec2Resources,
  FoundGroup,
  FoundInstance,
  FoundKeyPair,
  FoundTemplate,
  FoundVolume,
  OwnImage,
  OwnSnapshot,
} from '../../../src/aws/resources.ts';
import { ec2Error } from '../ec2-in-memory.ts';

/** What a region of an account holds. */
export type Holdings = {
  readonly instances: readonly FoundInstance[];
  readonly volumes: readonly FoundVolume[];
  readonly keyPairs: readonly FoundKeyPair[];
  readonly groups: readonly FoundGroup[];
  readonly templates: readonly FoundTemplate[];
  readonly images: readonly OwnImage[];
  readonly snapshots: readonly OwnSnapshot[];
};

export const NOTHING: Holdings = {
  instances: [],
  volumes: [],
  keyPairs: [],
  groups: [],
  templates: [],
  images: [],
  snapshots: [],
};

/** How an account misbehaves. */
export type Misbehaviour = {
  /** EC2's code for a call, by its name and how many calls there were before; undefined lets it through. */
  readonly fault?: (call: string, before: number) => string | undefined;
  /** How often an instance is asked for before it is terminated; `never` for one that hangs. */
  readonly terminatesAfter?: number | 'never';
};

export type Account = Ec2Resources & {
  /** Every call, as `method region what`. */
  readonly calls: readonly string[];
  /** All that is there, as `kind region id`; terminated instances are not. */
  readonly contents: () => readonly string[];
};

/** A real account of EC2's, only smaller: things hold on to each other, and what is removed is gone. */
export function createAccount(
  regions: Readonly<Record<string, Partial<Holdings>>>,
  { fault = () => undefined, terminatesAfter = 2 }: Misbehaviour = {},
): Account {
  const calls: string[] = [];
  const asked = new Map<string, number>();
  const world = new Map(Object.entries(regions).map(([name, held]) => [name, createRegion(held)]));

  const enter = (method: string, region: string, what = ''): Region => {
    const call = `${method} ${region} ${what}`.trim();
    const code = fault(call, calls.filter((one) => one === call).length);
    calls.push(call);
    if (code !== undefined) throw ec2Error(code);
    const entered = world.get(region) ?? createRegion({});
    world.set(region, entered);
    return entered;
  };
  /** Time passes for instances that shut down whenever somebody looks. */
  const age = (region: Region): void => {
    for (const [id, instance] of region.instances) {
      if (instance.state !== 'shutting-down' || terminatesAfter === 'never') continue;
      asked.set(id, (asked.get(id) ?? 0) + 1);
      if ((asked.get(id) ?? 0) >= terminatesAfter)
        region.instances.set(id, { ...instance, state: 'terminated' });
    }
  };
  const living = (region: Region): readonly FoundInstance[] =>
    [...region.instances.values()].filter(({ state }) => state !== 'terminated');

  return {
    calls,
    contents: () =>
      [...world].flatMap(([name, region]) => [
        ...living(region).map(({ id }) => `instance ${name} ${id}`),
        ...[...region.volumes.keys()].map((id) => `volume ${name} ${id}`),
        ...[...region.keyPairs.keys()].map((id) => `key-pair ${name} ${id}`),
        ...[...region.groups.keys()].map((id) => `security-group ${name} ${id}`),
        ...[...region.templates.keys()].map((id) => `launch-template ${name} ${id}`),
        ...[...region.images.keys()].map((id) => `ami ${name} ${id}`),
        ...[...region.snapshots.keys()].map((id) => `snapshot ${name} ${id}`),
      ]),
    findInstances: async (name, { ids, keyNames, groupNames }) => {
      const region = enter('findInstances', name);
      age(region);
      return [...region.instances.values()].filter(
        ({ id, keyName, groups }) =>
          ids.includes(id) ||
          keyNames.includes(keyName) ||
          groups.some((group) => groupNames.includes(group)),
      );
    },
    findVolumes: async (name, ids) => pick(enter('findVolumes', name).volumes, ids),
    findKeyPairs: async (name, names) => pick(enter('findKeyPairs', name).keyPairs, names),
    findGroups: async (name, names) =>
      [...enter('findGroups', name).groups.values()].filter((group) => names.includes(group.name)),
    findTemplates: async (name, ids) => pick(enter('findTemplates', name).templates, ids),
    findImages: async (name, { ids, names }) =>
      [...enter('findImages', name).images.values()].filter(
        (image) => ids.includes(image.id) || names.includes(image.name),
      ),
    findSnapshots: async (name, { ids, images, volumes }) =>
      [...enter('findSnapshots', name).snapshots.values()].filter(
        ({ id, volume, description }) =>
          ids.includes(id) ||
          volumes.includes(volume) ||
          images.some(
            (image) =>
              (description.startsWith('Created by CreateImage(') && description.includes(` for ${image}`)) ||
              description.startsWith(`Copied for DestinationAmi ${image} `),
          ),
      ),
    findTagged: async (name, { key, value }) => {
      const region = enter('findTagged', name);
      const { instances, volumes, templates, images, snapshots } = region;
      return [instances, volumes, templates, images, snapshots].flatMap((held) =>
        [...held.values()].flatMap(({ id, tags }) => (tags[key] === value ? [id] : [])),
      );
    },
    terminateInstance: async (name, id) => {
      const { instances } = enter('terminateInstance', name, id);
      const instance = taken(instances, id, 'InvalidInstanceID.NotFound');
      if (instance.state !== 'terminated') instances.set(id, { ...instance, state: 'shutting-down' });
    },
    deleteVolume: async (name, id) => {
      const region = enter('deleteVolume', name, id);
      taken(region.volumes, id, 'InvalidVolume.NotFound');
      if (living(region).some(({ volumes }) => volumes.includes(id))) throw ec2Error('VolumeInUse');
      region.volumes.delete(id);
    },
    // EC2 is content when there is none.
    deleteKeyPair: async (name, id) => {
      enter('deleteKeyPair', name, id).keyPairs.delete(id);
    },
    deleteGroup: async (name, id) => {
      const region = enter('deleteGroup', name, id);
      const group = taken(region.groups, id, 'InvalidGroup.NotFound');
      if (living(region).some(({ groups }) => groups.includes(group.name)))
        throw ec2Error('DependencyViolation');
      region.groups.delete(id);
    },
    deleteTemplate: async (name, id) => {
      const { templates } = enter('deleteTemplate', name, id);
      taken(templates, id, 'InvalidLaunchTemplateId.NotFound');
      templates.delete(id);
    },
    deregisterImage: async (name, id) => {
      const { images } = enter('deregisterImage', name, id);
      taken(images, id, 'InvalidAMIID.Unavailable');
      images.delete(id);
    },
    deleteSnapshot: async (name, id) => {
      const { images, snapshots } = enter('deleteSnapshot', name, id);
      taken(snapshots, id, 'InvalidSnapshot.NotFound');
      if ([...images.values()].some((image) => image.snapshots.includes(id)))
        throw ec2Error('InvalidSnapshot.InUse');
      snapshots.delete(id);
    },
  };
}

type Region = ReturnType<typeof createRegion>;

function createRegion(held: Partial<Holdings>) {
  const { instances, volumes, keyPairs, groups, templates, images, snapshots } = { ...NOTHING, ...held };
  return {
    instances: byId(instances),
    volumes: byId(volumes),
    keyPairs: new Map(keyPairs.map((pair) => [pair.name, pair])),
    groups: byId(groups),
    templates: byId(templates),
    images: byId(images),
    snapshots: byId(snapshots),
  };
}

function byId<T extends { readonly id: string }>(held: readonly T[]): Map<string, T> {
  return new Map(held.map((one) => [one.id, one]));
}

function pick<T>(held: ReadonlyMap<string, T>, keys: readonly string[]): readonly T[] {
  return keys.flatMap((key) => held.get(key) ?? []);
}

function taken<T>(held: ReadonlyMap<string, T>, key: string, code: string): T {
  const found = held.get(key);
  if (found === undefined) throw ec2Error(code);
  return found;
}
