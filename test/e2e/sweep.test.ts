import {
  CopyImageCommand,
  CreateImageCommand,
  CreateKeyPairCommand,
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEc2Resources } from '../../src/aws/resources-client.ts';
import { emptyEntry, type LedgerEntry } from '../../src/sweep/ledger.ts';
import type { SweepTarget } from '../../src/sweep/result.ts';
import { findLeftovers, sweep } from '../../src/sweep/sweep.ts';
import { ec2Error, type Gateway, startGateway } from '../support/ec2-gateway.ts';
import { awsEnvironment } from '../support/environment.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';

const [HOME, COPY] = ['us-east-1', 'eu-west-1'] as const;
const LIMITS = { budget: 20_000, minTimeout: 50, maxTimeout: 500 };

describe.skipIf(isMissing('moto'))('the sweeper on an EC2 API', () => {
  let moto: Moto;
  const gateways: Gateway[] = [];

  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await moto.stop();
  });

  const client = (region: string): EC2Client =>
    new EC2Client({
      region,
      endpoint: moto.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });

  /** The port as the action makes it: from the environment alone. */
  function connect(endpoint: string): ReturnType<typeof createEc2Resources> {
    for (const [name, value] of Object.entries(awsEnvironment(endpoint))) vi.stubEnv(name, value);
    return createEc2Resources();
  }

  /** An instance with all that goes with it, its AMI and a copy of that. */
  async function leave(key: string, group: string, name: string): Promise<LedgerEntry> {
    const ec2 = client(HOME);
    await ec2.send(new CreateKeyPairCommand({ KeyName: key }));
    await ec2.send(new CreateSecurityGroupCommand({ GroupName: group, Description: 'of a test' }));
    const template = await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: `packer-fleet-launch-template-${name}`,
        LaunchTemplateData: { InstanceType: 't3.micro' },
      }),
    );
    const { Images = [] } = await ec2.send(
      new DescribeImagesCommand({ Filters: [{ Name: 'name', Values: ['ubuntu/images/*'] }] }),
    );
    const ran = await ec2.send(
      new RunInstancesCommand({
        ImageId: Images[0]?.ImageId ?? '',
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
        KeyName: key,
        SecurityGroups: [group],
        BlockDeviceMappings: [{ DeviceName: '/dev/sdb', Ebs: { VolumeSize: 1, DeleteOnTermination: false } }],
      }),
    );
    const instance = ran.Instances?.[0]?.InstanceId ?? '';
    const image = await ec2.send(new CreateImageCommand({ InstanceId: instance, Name: name }));
    const ami = image.ImageId ?? '';
    await client(COPY).send(new CopyImageCommand({ SourceImageId: ami, SourceRegion: HOME, Name: name }));
    return {
      ...emptyEntry('amazon-ebs.web'),
      instances: [instance],
      keyPairs: [key],
      securityGroups: [group],
      launchTemplates: [template.LaunchTemplate?.LaunchTemplateId ?? ''],
      amis: [ami],
      amiNames: [name],
      copyRegions: [COPY],
    };
  }

  /** What there is in both regions, of the account itself. */
  async function contents(): Promise<readonly string[]> {
    const regions = await Promise.all(
      [HOME, COPY].map(async (region) => {
        const ec2 = client(region);
        const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
        const { KeyPairs = [] } = await ec2.send(new DescribeKeyPairsCommand({}));
        const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
        const { LaunchTemplates = [] } = await ec2.send(new DescribeLaunchTemplatesCommand({}));
        const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
        const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
        const snapshots = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
        const running = Reservations.flatMap(({ Instances = [] }) => Instances).filter(
          ({ State }) => State?.Name !== 'terminated',
        );
        const ids = [
          ...running.map(({ InstanceId }) => InstanceId),
          ...KeyPairs.map(({ KeyName }) => KeyName),
          ...SecurityGroups.map(({ GroupName }) => GroupName),
          ...LaunchTemplates.map(({ LaunchTemplateId }) => LaunchTemplateId),
          ...Volumes.map(({ VolumeId }) => VolumeId),
          ...Images.map(({ ImageId }) => ImageId),
          ...(snapshots.Snapshots ?? []).map(({ SnapshotId }) => SnapshotId),
        ];
        return ids.map((id) => `${region} ${id}`);
      }),
    );
    return regions.flat().toSorted();
  }

  const temporaryName = (nth: number): string =>
    `packer_${Math.floor(Date.now() / 1000).toString(16)}-b6d5-1bfa-586e-${String(nth).padStart(12, '0')}`;

  const targetOf = (entry: LedgerEntry, startedAt: Date): SweepTarget => ({
    entry,
    home: HOME,
    copies: [COPY],
    startedAt,
    removeAmis: true,
  });

  it('removes all that a build left, in both regions, and nothing of anybody else', async () => {
    const startedAt = new Date();
    const stranger = await leave('admin', 'ssh', 'database');
    const before = await contents();
    const entry = await leave(temporaryName(1), temporaryName(2), 'web');
    const resources = connect(moto.endpoint);

    const told = await findLeftovers(targetOf(entry, startedAt), resources, LIMITS);
    expect(told.images.map(({ region, name }) => `${region} ${name}`)).toEqual([
      `${HOME} web`,
      `${COPY} web`,
    ]);

    // Its own, and what a forger would add to it.
    const forged: LedgerEntry = {
      ...entry,
      instances: [...entry.instances, ...stranger.instances],
      keyPairs: [...entry.keyPairs, ...stranger.keyPairs],
      securityGroups: [...entry.securityGroups, ...stranger.securityGroups],
      amis: [...entry.amis, ...stranger.amis],
    };
    const { removed, left } = await sweep([targetOf(forged, startedAt)], resources, LIMITS);

    expect(await contents()).toEqual(before);
    expect(new Set(removed.map(({ kind }) => kind))).toEqual(
      new Set(['ami', 'instance', 'key-pair', 'launch-template', 'security-group', 'snapshot', 'volume']),
    );
    expect(left.map(({ kind, id }) => `${kind} ${id}`)).toEqual([`instance ${stranger.instances[0]}`]);
    expect(await sweep([targetOf(entry, startedAt)], resources, LIMITS)).toEqual({ removed: [], left: [] });
    console.log(`swept ${removed.length} resources of one build: 0 left, ${before.length} of others there`);
  });

  it('does so while EC2 throttles every kind of call', async () => {
    const startedAt = new Date();
    const before = await contents();
    const entry = await leave(temporaryName(3), temporaryName(4), 'throttled');
    const actions = [
      'DescribeInstances',
      'DescribeImages',
      'DescribeSnapshots',
      'TerminateInstances',
      'DeregisterImage',
      'DeleteSecurityGroup',
      'DeleteKeyPair',
      'DeleteSnapshot',
    ];
    const answer = ec2Error(503, 'RequestLimitExceeded', 'Request limit exceeded.');
    // More often than the SDK itself tries again.
    const faults = actions.map((action) => ({ action, times: 4, answer }));
    const gateway = await startGateway(moto.endpoint, faults);
    gateways.push(gateway);

    const { left } = await sweep([targetOf(entry, startedAt)], connect(gateway.endpoint), LIMITS);

    expect(left).toEqual([]);
    expect(await contents()).toEqual(before);
  });

  it('keeps AMIs that were made before the build, and says nothing of them', async () => {
    const entry = await leave(temporaryName(5), temporaryName(6), 'yesterday');
    const startedAt = new Date(Date.now() + 3_600_000);
    const before = await contents();
    const { removed, left } = await sweep([targetOf(entry, startedAt)], connect(moto.endpoint), LIMITS);
    expect({ removed, left }).toEqual({ removed: [], left: [] });
    expect(await contents()).toEqual(before);
  });
});
