import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEc2Resources } from '../../src/aws/resources-client.ts';
import { createLineReader } from '../../src/packer/lines.ts';
import { parseEvent } from '../../src/packer/machine-readable.ts';
import { createLedger, type LedgerEntry } from '../../src/sweep/ledger.ts';
import { sweep } from '../../src/sweep/sweep.ts';
import { type Cloud, startCloud } from '../support/cloud.ts';
import { mustRun } from '../support/command.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { isMissing, part } from '../support/parts.ts';
import { ebsTemplate, packerHasInit } from '../support/templates.ts';
import { temporaryFolder } from '../support/temporary.ts';

const HOME = 'us-east-1';

describe.skipIf(isMissing('packer', 'moto', 'sshd'))('a real Packer that is killed', () => {
  let cloud: Cloud;

  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await cloud.stop();
  });

  const client = (): EC2Client =>
    new EC2Client({
      region: HOME,
      endpoint: cloud.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });

  async function contents(): Promise<readonly string[]> {
    const ec2 = client();
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
    const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
    return [
      ...Reservations.flatMap(({ Instances = [] }) => Instances).flatMap(({ InstanceId, State }) =>
        State?.Name === 'terminated' ? [] : [InstanceId ?? ''],
      ),
      ...SecurityGroups.map(({ GroupName = '' }) => GroupName),
      ...Images.map(({ ImageId = '' }) => ImageId),
    ].toSorted();
  }

  async function stranger(): Promise<string> {
    const ec2 = client();
    const { Images = [] } = await ec2.send(
      new DescribeImagesCommand({ Filters: [{ Name: 'name', Values: ['ubuntu/images/*'] }] }),
    );
    const ImageId = Images[0]?.ImageId ?? '';
    const ran = await ec2.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1 }));
    return ran.Instances?.[0]?.InstanceId ?? '';
  }

  /** Builds until the provisioner says the word, then kills Packer and its plugins at once. */
  async function buildAndKill(provisioner: readonly string[], word: string): Promise<readonly LedgerEntry[]> {
    const cwd = temporaryFolder('killed');
    const env = { ...cleanEnvironment(), ...cloud.env };
    const source = { name: 'web', amiName: 'web-killed', regions: [HOME] as const };
    writeFileSync(join(cwd, 'main.pkr.hcl'), ebsTemplate({ sources: [source], provisioner }, cloud));
    if (packerHasInit()) await mustRun(part('packer').path, ['init', '.'], { cwd, env });
    const ledger = createLedger();
    const child = spawn(part('packer').path, ['build', '-machine-readable', '.'], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { pid } = child;
    if (pid === undefined) throw new Error('Packer did not start');
    const reader = createLineReader((line) => {
      ledger.add(parseEvent(line));
      if (line.endsWith(word)) process.kill(-pid, 'SIGKILL');
    });
    child.stdout.on('data', (chunk: Buffer) => reader.push(chunk));
    const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)));
    expect(signal).toBe('SIGKILL');
    return ledger.entries();
  }

  it('while it provisions leaves nothing after the sweep, and a forged ledger touches nobody', async () => {
    const other = await stranger();
    const before = await contents();
    const startedAt = new Date();
    const entries = await buildAndKill(
      [`echo "Instance ID: ${other}"`, 'echo "AMI: ami-0123456789abcdef0"', 'echo killme', 'sleep 3'],
      ': killme',
    );
    const leaked = (await contents()).filter((one) => !before.includes(one));
    expect(leaked).toHaveLength(2);
    expect(entries.map(({ build, finished }) => [build, finished])).toEqual([
      ['amazon-ebs.web', 'unfinished'],
    ]);
    expect(entries[0]?.instances).not.toContain(other);

    for (const [name, value] of Object.entries(cloud.env)) vi.stubEnv(name, value);
    const forged = entries.map((entry) => ({ ...entry, instances: [...entry.instances, other] }));
    const targets = forged.map((entry) => ({ entry, home: HOME, copies: [], startedAt, removeAmis: true }));
    const { removed } = await sweep(targets, createEc2Resources());

    expect(await contents()).toEqual(before);
    expect(removed.map(({ kind }) => kind).toSorted()).toEqual(['instance', 'security-group']);
    console.log(`killed 1 build: ${leaked.length} leaked, ${removed.length} swept, 0 left`);
  });
});
