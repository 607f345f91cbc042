import {
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeTagsCommand,
  EC2Client,
  ImportKeyPairCommand,
  RegisterImageCommand,
  type Tag,
} from '@aws-sdk/client-ec2';

export type Tags = Readonly<Record<string, string>>;

/** An AMI and its snapshots with what is on them, as EC2 says. */
export type FoundImage = {
  readonly id: string;
  readonly name: string;
  readonly tags: Tags;
  readonly snapshots: readonly { readonly id: string; readonly tags: Tags }[];
};

/** The tests' own questions to EC2, past everything that the action believes. */
export type Ec2 = {
  /** Our AMIs in a region, by name. */
  readonly images: (region: string) => Promise<readonly FoundImage[]>;
  readonly image: (region: string, id: string) => Promise<FoundImage>;
  /** Makes an AMI with one snapshot; for builds that only play back what Packer once printed. */
  readonly registerImage: (region: string, name: string) => Promise<string>;
  readonly deregisterImage: (region: string, id: string) => Promise<void>;
  readonly importKeyPair: (region: string, name: string, publicKey: string) => Promise<void>;
  readonly tag: (region: string, id: string, tags: Tags) => Promise<void>;
};

/** Talks to the EC2 API at an address. */
export function connectToEc2(endpoint: string): Ec2 {
  const client = (region: string): EC2Client =>
    new EC2Client({ region, endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });

  const images = async (region: string): Promise<readonly FoundImage[]> => {
    const ec2 = client(region);
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
    const found = await Promise.all(
      Images.map(async (image) => ({
        id: image.ImageId ?? '',
        name: image.Name ?? '',
        tags: toTags(image.Tags),
        snapshots: await Promise.all(
          (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) =>
            Ebs?.SnapshotId === undefined ? [] : [describeSnapshot(ec2, Ebs.SnapshotId)],
          ),
        ),
      })),
    );
    return found.sort((a, b) => a.name.localeCompare(b.name));
  };

  return {
    images,
    image: async (region, id) => {
      const all = await images(region);
      const found = all.find((image) => image.id === id);
      if (found === undefined)
        throw new Error(`No AMI ${id} in ${region}; there are ${all.map((image) => image.id).join(', ')}`);
      return found;
    },
    registerImage: async (region, name) => {
      const registered = await client(region).send(
        new RegisterImageCommand({ Name: name, RootDeviceName: '/dev/sda1' }),
      );
      return registered.ImageId ?? '';
    },
    deregisterImage: async (region, id) => {
      await client(region).send(new DeregisterImageCommand({ ImageId: id }));
    },
    importKeyPair: async (region, name, publicKey) => {
      const PublicKeyMaterial = Buffer.from(publicKey);
      await client(region).send(new ImportKeyPairCommand({ KeyName: name, PublicKeyMaterial }));
    },
    tag: async (region, id, tags) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await client(region).send(new CreateTagsCommand({ Resources: [id], Tags }));
    },
  };
}

async function describeSnapshot(
  ec2: EC2Client,
  id: string,
): Promise<{ readonly id: string; readonly tags: Tags }> {
  const { Tags } = await ec2.send(
    new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id] }] }),
  );
  return { id, tags: toTags(Tags) };
}

function toTags(tags: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}
