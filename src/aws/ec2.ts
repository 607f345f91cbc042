import type { EC2Client } from '@aws-sdk/client-ec2';

/** What EC2 says of an AMI. */
export type FoundImage = {
  readonly id: string;
  readonly snapshots: readonly string[];
  readonly created?: Date;
};

/** The port to EC2. Methods throw the SDK's errors, whose `name` is EC2's error code. */
export type Ec2 = {
  /** Those of the AMIs that are this account's own and available; another id is left out, not an error. */
  readonly describeImages: (region: string, ids: readonly string[]) => Promise<readonly FoundImage[]>;
  /** Writes the same tags on every resource, in one call. */
  readonly createTags: (
    region: string,
    resources: readonly string[],
    tags: ReadonlyMap<string, string>,
  ) => Promise<void>;
  /** The tags of each resource. */
  readonly describeTags: (
    region: string,
    resources: readonly string[],
  ) => Promise<ReadonlyMap<string, ReadonlyMap<string, string>>>;
};

/**
 * EC2 through the AWS SDK, credentials and endpoint from the environment as the SDK finds them. The SDK is
 * loaded at the first call: a run with nothing to tag never pays for it.
 */
export function createEc2(): Ec2 {
  let loading: Promise<typeof import('@aws-sdk/client-ec2')> | undefined;
  const clients = new Map<string, EC2Client>();
  const open = async (region: string) => {
    loading ??= import('@aws-sdk/client-ec2');
    const sdk = await loading;
    // Said here because Packer and the SDK read the same AWS_MAX_ATTEMPTS, which is set for Packer's long waits.
    const client = clients.get(region) ?? new sdk.EC2Client({ region, maxAttempts: 3 });
    clients.set(region, client);
    return { sdk, client };
  };
  return {
    describeImages: async (region, ids) => {
      const { sdk, client } = await open(region);
      // By filter, not by ImageIds: one unknown id would make the whole call fail.
      const command = new sdk.DescribeImagesCommand({
        Owners: ['self'],
        Filters: [
          { Name: 'image-id', Values: [...ids] },
          { Name: 'state', Values: ['available'] },
        ],
      });
      const { Images = [] } = await client.send(command);
      return Images.map((image) => ({
        id: image.ImageId ?? '',
        snapshots: (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []),
        ...(image.CreationDate === undefined ? {} : { created: new Date(image.CreationDate) }),
      }));
    },
    createTags: async (region, resources, tags) => {
      const { sdk, client } = await open(region);
      const Tags = [...tags].map(([Key, Value]) => ({ Key, Value }));
      await client.send(new sdk.CreateTagsCommand({ Resources: [...resources], Tags }));
    },
    describeTags: async (region, resources) => {
      const { sdk, client } = await open(region);
      const found = new Map<string, Map<string, string>>();
      const pages = sdk.paginateDescribeTags(
        { client },
        { Filters: [{ Name: 'resource-id', Values: [...resources] }] },
      );
      for await (const { Tags = [] } of pages) {
        for (const { ResourceId = '', Key = '', Value = '' } of Tags) {
          found.set(ResourceId, (found.get(ResourceId) ?? new Map()).set(Key, Value));
        }
      }
      return found;
    },
  };
}
