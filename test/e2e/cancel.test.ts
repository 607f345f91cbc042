import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../support/cloud.ts';
import { type Fault, type Gateway, startGateway } from '../support/ec2-gateway.ts';
import { startInstance, takeInventory } from '../support/inventory.ts';
import { isMissing } from '../support/parts.ts';
import { createRepository } from '../support/repository.ts';
import { RUNNER_CANCELS, runAction, type Signals, type StepResult } from '../support/runner.ts';
import { ebsTemplate, KEY_PAIR } from '../support/templates.ts';

const REGIONS = ['us-east-1', 'eu-west-1'] as const;
const HOME = 'us-east-1';

const SIGKILL: Signals['send'] = [{ signal: 'SIGKILL', wait: 0 }];
/** Less than a runner gives, so that the action is killed while it still waits for Packer. */
const IN_HASTE: Signals['send'] = [
  { signal: 'SIGINT', wait: 0 },
  { signal: 'SIGTERM', wait: 500 },
  { signal: 'SIGKILL', wait: 500 },
];

/** EC2 takes as long over its AMIs as the test wants. */
const pendingIn = (region: string): Fault => ({
  action: 'DescribeImages',
  region,
  rewrite: (answer, body) =>
    body.includes('ImageId.1=')
      ? answer.replaceAll('<imageState>available<', '<imageState>pending<')
      : answer,
});

type Moment = {
  readonly name: string;
  readonly at: string;
  readonly provisioner: readonly string[];
  readonly faults: readonly Fault[];
};

const PROVISIONING: Moment = {
  name: 'while it provisions',
  at: 'provisioning now',
  provisioner: ['echo provisioning now', 'sleep 30'],
  faults: [],
};
const AMI_PENDING: Moment = {
  name: 'while the AMI is pending',
  at: 'Waiting for AMI to become ready',
  provisioner: ['true'],
  faults: [pendingIn(HOME)],
};
const COPYING: Moment = {
  name: 'while the AMI is copied',
  at: 'Waiting for all copies to complete',
  provisioner: ['true'],
  faults: [pendingIn('eu-west-1')],
};

let faultsTried = 0;
let leftOver = 0;

describe.skipIf(isMissing('packer', 'moto', 'sshd'))('a step that is cut off leaves nothing', () => {
  let cloud: Cloud;
  let gateway: Gateway;

  beforeAll(async () => {
    cloud = await startCloud();
    // Bystanders, with names that a build could have.
    await startInstance(cloud.endpoint, HOME, KEY_PAIR);
    const theirs = 'packer_00000000-0000-4000-8000-000000000000';
    await cloud.ec2.importKeyPair(HOME, theirs, cloud.sshd.publicKey);
    for (const region of REGIONS) await cloud.ec2.registerImage(region, 'web-of-others');
  });
  afterEach(() => gateway.stop());
  afterAll(async () => {
    console.log(`Cut off ${faultsTried} times with the real Packer; ${leftOver} resources left over`);
    await cloud.stop();
  });

  /** Runs a build that is cut off, and the post step; gives both and the kinds of what was left in between. */
  async function cutOff(
    { at, provisioner, faults }: Moment,
    send: Signals['send'],
  ): Promise<{ readonly main: StepResult; readonly between: readonly string[]; readonly post: StepResult }> {
    // Packer's own key opens the machine that stands for the instance.
    const letIn: Fault = {
      action: 'CreateKeyPair',
      rewrite: async (answer) => {
        const key = /<keyMaterial>([^<]+)</.exec(answer)?.[1] ?? '';
        await cloud.sshd.authorize(key.replaceAll('&#13;', ''));
        return answer;
      },
    };
    gateway = await startGateway(cloud.endpoint, [letIn, ...faults]);
    const machine = { endpoint: gateway.endpoint, sshd: cloud.sshd };
    faultsTried += 1;
    const web = { name: 'web', amiName: `web-${faultsTried}`, regions: REGIONS, ownKeyPair: true } as const;
    const files = { 'images/web/main.pkr.hcl': ebsTemplate({ sources: [web], provisioner }, machine) };
    const { root } = await createRepository(files);
    const step = {
      workspace: root,
      with: cloud.inputs,
      env: { ...cloud.env, AWS_ENDPOINT_URL: gateway.endpoint },
    };

    const before = await takeInventory(cloud.endpoint, REGIONS);
    const main = await runAction({ ...step, signals: { at, send } });
    const between = await takeInventory(cloud.endpoint, REGIONS);
    const post = await runAction({ ...step, after: main });
    const after = await takeInventory(cloud.endpoint, REGIONS);
    leftOver += after.filter((one) => !before.includes(one)).length;
    // Nothing more, and the bystanders are all there.
    expect(after).toEqual(before);
    expect(post.exitCode).toBe(0);
    const more = between.filter((one) => !before.includes(one));
    return { main, between: more.map((one) => one.split(' ')[0] ?? ''), post };
  }

  describe.each([PROVISIONING, AMI_PENDING, COPYING])('$name', (moment) => {
    it('by the signals of GitHub’s runner', async () => {
      const { main } = await cutOff(moment, RUNNER_CANCELS);

      expect(main.exitCode).toBe(1);
      expect(main.outputs).toMatchObject({ 'failure-reason': 'cancelled', 'ami-id': '', 'ami-ids': '{}' });
      expect(main.log).toContain(moment.at);
    });

    it('by signals that come too fast to wait for Packer', async () => {
      await cutOff(moment, IN_HASTE);
    });

    it('by the death of the action', async () => {
      const { between, post } = await cutOff(moment, SIGKILL);

      // Packer went on alone, so there was something to clean up.
      const kinds = ['instance', 'key-pair', 'security-group', ...(moment.faults.length > 0 ? ['ami'] : [])];
      for (const kind of kinds) expect(between).toContain(kind);
      expect(post.log).toContain('packer build of images/web was cut off');
    });
  });

  it('while Packer needs longer to clean up than the runner waits', async () => {
    const slow: Fault = {
      action: 'TerminateInstances',
      rewrite: async (answer) => {
        await sleep(11_000);
        return answer;
      },
    };
    const { main, between, post } = await cutOff({ ...PROVISIONING, faults: [slow] }, RUNNER_CANCELS);

    // The action is back before it would be killed, and has said what it could.
    expect(main.exitCode).toBe(1);
    expect(main.outputs['failure-reason']).toBe('cancelled');
    expect(between).toContain('security-group');
    expect(post.log).toContain('packer build of images/web was cut off');
  });
});
