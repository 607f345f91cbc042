import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';

/** All that costs or clutters in an account: `instance us-east-1 i-…`, sorted. */
export type Inventory = readonly string[];

const clientOf = (endpoint: string, region: string): EC2Client =>
  new EC2Client({ region, endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });

/** Asks EC2, and not the action, for everything that the account has in these regions. */
export async function takeInventory(endpoint: string, regions: readonly string[]): Promise<Inventory> {
  const found = await Promise.all(
    regions.map(async (region) => {
      const ec2 = clientOf(endpoint, region);
      const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
      const { KeyPairs = [] } = await ec2.send(new DescribeKeyPairsCommand({}));
      const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
      const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
      const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
      const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
      const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
      const living = instances.filter(({ State }) => State?.Name !== 'terminated');
      return [
        ...living.map(({ InstanceId }) => `instance ${region} ${InstanceId}`),
        ...KeyPairs.map(({ KeyName }) => `key-pair ${region} ${KeyName}`),
        ...SecurityGroups.map(({ GroupName }) => `security-group ${region} ${GroupName}`),
        ...Images.map(({ ImageId }) => `ami ${region} ${ImageId}`),
        ...Snapshots.map(({ SnapshotId }) => `snapshot ${region} ${SnapshotId}`),
        ...Volumes.map(({ VolumeId }) => `volume ${region} ${VolumeId}`),
      ];
    }),
  );
  return found.flat().sort();
}

/** Starts an instance that has nothing to do with any build. */
export async function startInstance(endpoint: string, region: string, keyPair: string): Promise<string> {
  const ec2 = clientOf(endpoint, region);
  const { Images = [] } = await ec2.send(
    new DescribeImagesCommand({ Filters: [{ Name: 'name', Values: ['ubuntu/images/*'] }] }),
  );
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      ImageId: Images[0]?.ImageId ?? '',
      InstanceType: 't3.micro',
      KeyName: keyPair,
      MinCount: 1,
      MaxCount: 1,
    }),
  );
  return Instances[0]?.InstanceId ?? '';
}
