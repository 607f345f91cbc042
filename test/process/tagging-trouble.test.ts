import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectToEc2, type Ec2 } from '../support/ec2.ts';
import { ec2Error, type Fault, type Gateway, startGateway } from '../support/ec2-gateway.ts';
import { awsEnvironment } from '../support/environment.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';
import {
  buildOutput,
  errorsOf,
  type Played,
  play,
  soundTemplate,
  WEB,
  withLiveImages,
} from '../support/scenario.ts';
import { templateFiles } from '../support/transcripts.ts';
import { expectUntaggedNamed } from '../support/untagged.ts';

describe.skipIf(isMissing('moto'))('tagging', () => {
  let moto: Moto;
  let ec2: Ec2;
  const gateways: Gateway[] = [];

  beforeAll(async () => {
    moto = await startMoto();
    ec2 = connectToEc2(moto.endpoint);
  });
  afterEach(() => Promise.all(gateways.splice(0).map((gateway) => gateway.stop())));
  afterAll(() => moto.stop());

  /** Builds one AMI in us-east-1 against an EC2 with these faults. */
  async function buildOne(
    name: string,
    faults: readonly Fault[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly run: Played; readonly id: string; readonly requests: readonly string[] }> {
    const id = await ec2.registerImage('us-east-1', name);
    const gateway = await startGateway(moto.endpoint, faults);
    gateways.push(gateway);
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout: buildOutput({ region: 'us-east-1', id }) } }],
      with: { 'tfvars-file': 'infra/images.auto.tfvars.json' },
      env: { ...awsEnvironment(gateway.endpoint), ...env },
    });
    return { run, id, requests: gateway.requests };
  }

  it('is one writing call a region, on the AMI and its snapshots', async () => {
    const { run, requests } = await buildOne('plain', []);

    expect(run.exitCode).toBe(0);
    expect(requests.filter((request) => request.startsWith('CreateTags'))).toEqual(['CreateTags us-east-1']);
  });

  it('is tried again when EC2 is busy or does not know the AMI yet', async () => {
    const { run, id } = await buildOne('patience', [
      { action: 'DescribeImages', times: 1, answer: ec2Error(503, 'RequestLimitExceeded', 'Too fast.') },
      { action: 'CreateTags', times: 2, answer: ec2Error(400, 'InvalidAMIID.NotFound', 'Not known yet.') },
      { action: 'CreateTags', times: 1, answer: ec2Error(503, 'RequestLimitExceeded', 'Too fast.') },
    ]);

    expect(run.exitCode).toBe(0);
    expect(run.outputs['ami-id']).toBe(id);
    const { tags, snapshots } = await ec2.image('us-east-1', id);
    expect(tags).toMatchObject({ CommitSha: run.outputs['commit-sha'] });
    expect(snapshots.map((snapshot) => snapshot.tags)).toEqual([tags]);
  });

  it('that is forbidden names the AMI, the region and the command, and still hands the id on', async () => {
    const { run, id } = await buildOne('forbidden', [
      { action: 'CreateTags', answer: ec2Error(403, 'UnauthorizedOperation', 'You may not do this.') },
    ]);

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'tag', 'ami-id': id });
    expect(errorsOf(run)).toContain('us-east-1');
    expect(errorsOf(run)).toContain('You may not do this.');
    expect(errorsOf(run)).toContain('ec2:CreateTags');
    expectUntaggedNamed(run, 'us-east-1', id);
  });

  it('with wrong credentials says so, and still hands the id on', async () => {
    const { run, id } = await buildOne('wrong-credentials', [
      ...['DescribeImages', 'CreateTags'].map((action) => ({
        action,
        answer: ec2Error(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials'),
      })),
    ]);

    expect(run.exitCode).toBe(1);
    expect(['tag', 'credentials']).toContain(run.outputs['failure-reason']);
    expect(run.outputs['ami-id']).toBe(id);
    expect(errorsOf(run)).toContain('AWS was not able to validate the provided access credentials');
    expectUntaggedNamed(run, 'us-east-1', id);
  });

  it('without any credentials says so, and still hands the id on', async () => {
    const { run, id } = await buildOne('no-credentials', [], {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    });

    expect(run.exitCode).toBe(1);
    expect(['tag', 'credentials']).toContain(run.outputs['failure-reason']);
    expect(run.outputs['ami-id']).toBe(id);
    expect(errorsOf(run)).toMatch(/credentials/i);
    expectUntaggedNamed(run, 'us-east-1', id);
  });

  it('that fails in one region leaves the other regions tagged', async () => {
    const { transcript, images } = await withLiveImages('build-multi', ec2);
    const gateway = await startGateway(moto.endpoint, [
      {
        action: 'CreateTags',
        region: 'eu-west-1',
        answer: ec2Error(403, 'UnauthorizedOperation', 'Not there.'),
      },
    ]);
    gateways.push(gateway);
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'build', transcript }],
      env: awsEnvironment(gateway.endpoint),
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('tag');
    for (const { region, id } of images) {
      expect(run.outputs['ami-ids']).toContain(id);
      const { tags } = await ec2.image(region, id);
      expect(tags.CommitSha).toBe(region === 'eu-west-1' ? undefined : run.outputs['commit-sha']);
      if (region === 'eu-west-1') expect(run.summary).toContain(id);
    }
    expect(run.summary).toContain('aws ec2 create-tags --region eu-west-1');
  });
});
