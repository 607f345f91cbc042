import type { EC2Client, Filter, Image, Instance, Snapshot, Tag } from '@aws-sdk/client-ec2';
import type {
  Ec2Resources,
  FoundInstance,
  FoundTemplate,
  OwnImage,
  OwnSnapshot,
  TagsByKey,
} from './resources.ts';

type Sdk = typeof import('@aws-sdk/client-ec2');
type Opened = { readonly sdk: Sdk; readonly client: EC2Client };

/**
 * What builds leave in EC2, through the AWS SDK: credentials and endpoint from the environment as the SDK
 * finds them, and the SDK itself loaded at the first call. Questions go by filter, not by id: one unknown id
 * would make the whole call fail.
 */
export function createEc2Resources(): Ec2Resources {
  let loading: Promise<Sdk> | undefined;
  const clients = new Map<string, EC2Client>();
  const open = async (region: string): Promise<Opened> => {
    loading ??= import('@aws-sdk/client-ec2');
    const sdk = await loading;
    // A call that hangs must not take the time of all others.
    const requestHandler = { connectionTimeout: 5_000, requestTimeout: 15_000 };
    const client = clients.get(region) ?? new sdk.EC2Client({ region, maxAttempts: 3, requestHandler });
    clients.set(region, client);
    return { sdk, client };
  };

  return {
    findInstances: async (region, { ids, keyNames, groupNames }) => {
      const opened = await open(region);
      const found = await each(
        [
          ['instance-id', ids],
          ['key-name', keyNames],
          ['instance.group-name', groupNames],
        ],
        (filter) => pagesOfInstances(opened, filter),
      );
      return unique(found.map(toInstance));
    },
    findVolumes: async (region, ids) => {
      const { sdk, client } = await open(region);
      const found = await each([['volume-id', ids]], async (filter) => {
        const { Volumes = [] } = await client.send(new sdk.DescribeVolumesCommand({ Filters: [filter] }));
        return Volumes;
      });
      return found.map(({ VolumeId = '', CreateTime, Tags }) => ({
        id: VolumeId,
        madeAt: CreateTime,
        tags: toTags(Tags),
      }));
    },
    findKeyPairs: async (region, names) => {
      const { sdk, client } = await open(region);
      const found = await each([['key-name', names]], async (filter) => {
        const { KeyPairs = [] } = await client.send(new sdk.DescribeKeyPairsCommand({ Filters: [filter] }));
        return KeyPairs;
      });
      return found.map(({ KeyName = '', CreateTime, Tags }) => ({
        name: KeyName,
        madeAt: CreateTime,
        tags: toTags(Tags),
      }));
    },
    findGroups: async (region, names) => {
      const { sdk, client } = await open(region);
      const found = await each([['group-name', names]], async (filter) => {
        const command = new sdk.DescribeSecurityGroupsCommand({ Filters: [filter] });
        const { SecurityGroups = [] } = await client.send(command);
        return SecurityGroups;
      });
      return found.map(({ GroupId = '', GroupName = '', Tags }) => ({
        id: GroupId,
        name: GroupName,
        tags: toTags(Tags),
      }));
    },
    findTemplates: async (region, ids) => {
      const opened = await open(region);
      // There is no filter by id for them.
      const found = await Promise.all(ids.map((id) => findTemplate(opened, id)));
      return found.flat();
    },
    findImages: async (region, { ids, names }) => {
      const { sdk, client } = await open(region);
      const found = await each(
        [
          ['image-id', ids],
          ['name', names],
        ],
        async (filter) => {
          const command = new sdk.DescribeImagesCommand({ Owners: ['self'], Filters: [filter] });
          const { Images = [] } = await client.send(command);
          return Images;
        },
      );
      return unique(found.map(toImage));
    },
    findSnapshots: async (region, { ids, images, volumes }) => {
      const { sdk, client } = await open(region);
      const found = await each(
        [
          ['snapshot-id', ids],
          ['description', images.map((id) => `Created by CreateImage(*) for ${id}*`)],
          ['description', images.map((id) => `Copied for DestinationAmi ${id} *`)],
          ['volume-id', volumes],
        ],
        async (filter) => {
          const command = new sdk.DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters: [filter] });
          const { Snapshots = [] } = await client.send(command);
          return Snapshots;
        },
      );
      return unique(found.map(toSnapshot));
    },
    findTagged: async (region, { key, value }) => {
      const { sdk, client } = await open(region);
      const filters: Filter[] = [
        { Name: 'key', Values: [key] },
        { Name: 'value', Values: [value] },
      ];
      const found: string[] = [];
      for await (const { Tags = [] } of sdk.paginateDescribeTags({ client }, { Filters: filters }))
        found.push(...Tags.flatMap(({ ResourceId, Value }) => (Value === value ? (ResourceId ?? []) : [])));
      return found;
    },
    terminateInstance: async (region, id) => {
      const { sdk, client } = await open(region);
      await client.send(new sdk.TerminateInstancesCommand({ InstanceIds: [id] }));
    },
    deleteVolume: async (region, id) => {
      const { sdk, client } = await open(region);
      await client.send(new sdk.DeleteVolumeCommand({ VolumeId: id }));
    },
    deleteKeyPair: async (region, name) => {
      const { sdk, client } = await open(region);
      await client.send(new sdk.DeleteKeyPairCommand({ KeyName: name }));
    },
    deleteGroup: async (region, id) => {
      const { sdk, client } = await open(region);
      await client.send(new sdk.DeleteSecurityGroupCommand({ GroupId: id }));
    },
    deleteTemplate: async (region, id) => {
      const { sdk, client } = await open(region);
      await client.send(new sdk.DeleteLaunchTemplateCommand({ LaunchTemplateId: id }));
    },
    deregisterImage: async (region, id) => {
      const { sdk, client } = await open(region);
      await client.send(new sdk.DeregisterImageCommand({ ImageId: id }));
    },
    deleteSnapshot: async (region, id) => {
      const { sdk, client } = await open(region);
      await client.send(new sdk.DeleteSnapshotCommand({ SnapshotId: id }));
    },
  };
}

/** What any of the filters finds; filters of one call would all have to match. */
async function each<T>(
  filters: readonly (readonly [string, readonly string[]])[],
  find: (filter: Filter) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const asked = filters.filter(([, values]) => values.length > 0);
  const found = await Promise.all(asked.map(([Name, values]) => find({ Name, Values: [...values] })));
  return found.flat();
}

async function pagesOfInstances({ sdk, client }: Opened, filter: Filter): Promise<readonly Instance[]> {
  const found: Instance[] = [];
  for await (const { Reservations = [] } of sdk.paginateDescribeInstances({ client }, { Filters: [filter] }))
    found.push(...Reservations.flatMap(({ Instances = [] }) => Instances));
  return found;
}

async function findTemplate({ sdk, client }: Opened, id: string): Promise<readonly FoundTemplate[]> {
  try {
    const command = new sdk.DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] });
    const { LaunchTemplates = [] } = await client.send(command);
    return LaunchTemplates.map(({ LaunchTemplateId = '', LaunchTemplateName = '', CreateTime, Tags }) => ({
      id: LaunchTemplateId,
      name: LaunchTemplateName,
      madeAt: CreateTime,
      tags: toTags(Tags),
    }));
  } catch (error) {
    if (error instanceof Error && /^InvalidLaunchTemplateId\.NotFound/.test(error.name)) return [];
    throw error;
  }
}

function toInstance(instance: Instance): FoundInstance {
  const disks = (instance.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs ?? []);
  const cards = (instance.NetworkInterfaces ?? []).flatMap(({ Attachment }) => Attachment ?? []);
  // `LaunchTime` is that of the last start; what was attached earlier tells that it is older.
  const times = [instance.LaunchTime, ...[...disks, ...cards].map(({ AttachTime }) => AttachTime)];
  const known = times.flatMap((time) => time?.getTime() ?? []);
  return {
    id: instance.InstanceId ?? '',
    state: instance.State?.Name ?? '',
    madeAt: known.length === 0 ? undefined : new Date(Math.min(...known)),
    keyName: instance.KeyName ?? '',
    groups: (instance.SecurityGroups ?? []).flatMap(({ GroupName }) => GroupName ?? []),
    volumes: disks.flatMap(({ VolumeId }) => VolumeId ?? []),
    tags: toTags(instance.Tags),
  };
}

function toImage(image: Image): OwnImage {
  return {
    id: image.ImageId ?? '',
    name: image.Name ?? '',
    madeAt: image.CreationDate === undefined ? undefined : new Date(image.CreationDate),
    sourceInstance: image.SourceInstanceId,
    sourceImage: image.SourceImageId,
    snapshots: (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []),
    tags: toTags(image.Tags),
  };
}

function toSnapshot(snapshot: Snapshot): OwnSnapshot {
  return {
    id: snapshot.SnapshotId ?? '',
    madeAt: snapshot.StartTime,
    volume: snapshot.VolumeId ?? '',
    description: snapshot.Description ?? '',
    tags: toTags(snapshot.Tags),
  };
}

function unique<T extends { readonly id: string }>(found: readonly T[]): readonly T[] {
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

function toTags(tags: readonly Tag[] | undefined): TagsByKey {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}
