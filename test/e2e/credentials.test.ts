import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../support/cloud.ts';
import { ec2Error, type Gateway, startGateway } from '../support/ec2-gateway.ts';
import { awsEnvironment } from '../support/environment.ts';
import { isMissing } from '../support/parts.ts';
import { createRepository } from '../support/repository.ts';
import { runAction, type StepResult } from '../support/runner.ts';
import { errorsOf } from '../support/scenario.ts';
import { ebsTemplate } from '../support/templates.ts';

describe.skipIf(isMissing('packer', 'moto', 'sshd'))('the real Packer', () => {
  let cloud: Cloud;
  let strict: Gateway;

  beforeAll(async () => {
    cloud = await startCloud();
    const refusal = 'AWS was not able to validate the provided access credentials';
    // moto takes any credentials, and where it is told not to, it words the refusal unlike EC2.
    strict = await startGateway(cloud.endpoint, [{ answer: ec2Error(401, 'AuthFailure', refusal) }]);
  });
  afterAll(async () => {
    await strict.stop();
    await cloud.stop();
  });

  async function build(endpoint: string, env: Readonly<Record<string, string>>): Promise<StepResult> {
    const { root } = await createRepository({
      'images/web/main.pkr.hcl': ebsTemplate(
        { sources: [{ name: 'web', amiName: 'web-1', regions: ['us-east-1'] }], provisioner: ['true'] },
        { endpoint, sshd: cloud.sshd },
      ),
    });
    return runAction({ workspace: root, with: cloud.inputs, env: { ...cloud.env, ...env } });
  }

  function expectCredentialsFailure(run: StepResult): void {
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'credentials', 'ami-id': '', 'ami-ids': '{}' });
    expect(errorsOf(run)).toContain('amazon-ebs.web');
    expect(run.summary).toContain('➡️');
  }

  it('with credentials that EC2 does not accept fails as `credentials`', async () => {
    expectCredentialsFailure(await build(strict.endpoint, awsEnvironment(strict.endpoint)));
  });

  it('without any credentials fails as `credentials`', async () => {
    expectCredentialsFailure(
      await build(cloud.endpoint, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }),
    );
  });
});
