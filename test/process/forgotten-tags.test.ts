import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToEc2, type Ec2 } from '../support/ec2.ts';
import { type Gateway, startGateway } from '../support/ec2-gateway.ts';
import { awsEnvironment } from '../support/environment.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';
import { buildOutput, play, soundTemplate } from '../support/scenario.ts';
import { expectUntaggedNamed } from '../support/untagged.ts';

const CONFIRMED = '<CreateTagsResponse><requestId>1</requestId><return>true</return></CreateTagsResponse>';

// In a file of its own: the action asks EC2 for a minute whether the tags are there now.
describe.skipIf(isMissing('moto'))('tags that EC2 confirms and forgets', () => {
  let moto: Moto;
  let ec2: Ec2;
  let gateway: Gateway;

  beforeAll(async () => {
    moto = await startMoto();
    ec2 = connectToEc2(moto.endpoint);
    const answer = () => ({ status: 200, body: CONFIRMED });
    gateway = await startGateway(moto.endpoint, [{ action: 'CreateTags', answer }]);
  });
  afterAll(async () => {
    await gateway.stop();
    await moto.stop();
  });

  it('are missed when they are read back, and the AMI is named with the command that tags it', async () => {
    const id = await ec2.registerImage('us-east-1', 'forgotten');
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout: buildOutput({ region: 'us-east-1', id }) } }],
      env: awsEnvironment(gateway.endpoint),
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'tag', 'ami-id': id });
    expectUntaggedNamed(run, 'us-east-1', id);
  }, 200_000);
});
