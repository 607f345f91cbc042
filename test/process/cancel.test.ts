import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectToEc2 } from '../support/ec2.ts';
import { awsEnvironment, cleanEnvironment } from '../support/environment.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';
import { createRepository } from '../support/repository.ts';
import { runAction, type StepResult } from '../support/runner.ts';
import { artifactLines, errorsOf, type Played, play, soundTemplate, WEB } from '../support/scenario.ts';
import type { Scripted } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

/** A build that goes on until it is interrupted. */
const ENDLESS: Scripted = {
  subcommand: 'build',
  answer: {
    stdout: '1795259255,,ui,say,==> docker.app: provisioning now\n',
    untilInterrupted: true,
    exitCode: 1,
  },
};
const AT = 'provisioning now';

function cutOff(signal: NodeJS.Signals, more: Readonly<Record<string, string>> = {}): Promise<Played> {
  const signals = { at: AT, send: [{ signal, wait: 0 }] };
  return play({ files: soundTemplate(), script: [ENDLESS], with: more, signals });
}

describe('a step that is to end early', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s says `cancelled`', async (signal) => {
    const run = await cutOff(signal);

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'cancelled', images: '[]' });
    expect(errorsOf(run)).toContain(`The build docker.app of ${WEB} was cancelled.`);
    // Packer was asked to end, and said so.
    expect(run.log).toContain('Cleanly cancelled builds after being interrupted.');
  });

  it('by its time-out says `timeout`, and builds nothing more', async () => {
    const run = await play({
      files: { ...soundTemplate(), ...templateFiles('images/zoo', readTranscript('validate-ok')) },
      script: [ENDLESS],
      with: { 'timeout-minutes': '1' },
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('timeout');
    expect(errorsOf(run)).toContain('`timeout-minutes` was near');
    expect(run.packer.callsOf('build')).toHaveLength(1);
    // The one whose turn did not come is told too.
    expect(run.summary).toContain('The build of images/zoo was stopped');
  });

  it('before the first build fails as `cancelled`, and not as a step with nothing to do', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [ENDLESS],
      signals: { at: 'packer validate', send: [{ signal: 'SIGINT', wait: 0 }] },
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('cancelled');
    expect(run.packer.callsOf('build')).toEqual([]);
  });

  it('by its death has its Packer interrupted by the post step, even with `sweep: false`', async () => {
    for (const sweep of ['true', 'false']) {
      const main = await cutOff('SIGKILL', { sweep });
      const post = await runAction({ workspace: main.root, with: { sweep }, after: main });

      expect(post.exitCode).toBe(0);
      expect(post.log).toContain(`packer build of ${WEB} was cut off`);
      expect(post.log.includes('nothing was left behind')).toBe(sweep === 'true');
    }
  });
});

describe.skipIf(isMissing('moto'))('an AMI that was made when the action died', () => {
  let moto: Moto;

  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  it.each(['true', 'false'])('is kept, tagged and named by the post step (`sweep: %s`)', async (sweep) => {
    const ec2 = connectToEc2(moto.endpoint);
    const id = await ec2.registerImage('us-east-1', `made-${sweep}`);
    const env = awsEnvironment(moto.endpoint);
    const said = `1795259255,,ui,say,==> amazon-ebs.web: ${AT}\n`;
    const stdout = `${artifactLines(`us-east-1:${id}`)}${said}`;
    const main = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout, untilInterrupted: true } }],
      with: { sweep },
      env,
      signals: { at: AT, send: [{ signal: 'SIGKILL', wait: 0 }] },
    });
    expect((await ec2.image('us-east-1', id)).tags).toEqual({});
    const post = await runAction({ workspace: main.root, with: { sweep }, env, after: main });

    expect(post.exitCode).toBe(0);
    expect(post.log).toContain(id);
    expect((await ec2.image('us-east-1', id)).tags).toMatchObject({
      CommitSha: '4f2a91c0d3b5e6f708192a3b4c5d6e7f80912a3b',
      Template: WEB,
    });
  });
});

describe('a post step', () => {
  let bystander: ChildProcess;

  beforeEach(() => {
    bystander = spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: cleanEnvironment() });
  });
  afterEach(() => {
    bystander.kill('SIGKILL');
  });

  /** A record of a run whose Packer is the bystander. */
  function record(folder: string): void {
    const recording = { stdout: '/dev/zero', stderr: '/dev/zero' };
    const forged = {
      version: 1,
      template: WEB,
      pid: bystander.pid,
      identity: 'Thu Jan  1 00:00:00 1970',
      startedAt: new Date().toISOString(),
      recording,
      regions: {},
      fallbackRegion: 'us-east-1',
      tags: {},
    };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'run-1.json'), JSON.stringify(forged));
    writeFileSync(join(folder, 'run-1.stdout'), '');
  }

  async function postWith(temporary: string, records: string): Promise<StepResult> {
    const { root } = await createRepository({});
    const state = { records, sweep: 'true' };
    const post = await runAction({ workspace: root, with: {}, after: { state, temporary } });
    expect(post.exitCode).toBe(0);
    expect(post.annotations).toEqual([]);
    expect([bystander.exitCode, bystander.signalCode]).toEqual([null, null]);
    return post;
  }

  it('signals no process that is not the Packer of its record', async () => {
    const temporary = temporaryFolder('forged');
    const records = join(temporary, 'packer-ci-1');
    record(records);
    const post = await postWith(temporary, records);

    expect(post.log).toContain(`packer build of ${WEB} was cut off`);
    expect(post.log).toContain('nothing was left behind');
  });

  it('believes no record outside the runner’s temporary folder', async () => {
    const elsewhere = temporaryFolder('elsewhere');
    record(elsewhere);
    const post = await postWith(temporaryFolder('forged'), elsewhere);

    expect(post.log).toBe('');
  });

  it.each([
    ['is no JSON', '{'],
    ['is a list', '[]'],
    ['has a group of all processes', JSON.stringify({ version: 1, pid: 1 })],
    ['has no regions', JSON.stringify({ version: 1, pid: 2_000_000, template: 'x', identity: '' })],
  ])('leaves out a record that %s', async (_, text) => {
    const temporary = temporaryFolder('forged');
    const records = join(temporary, 'packer-ci-1');
    mkdirSync(records);
    writeFileSync(join(records, 'run-1.json'), text);
    writeFileSync(join(records, 'run-1.stdout'), '');
    const post = await postWith(temporary, records);

    expect(post.log).toBe('');
  });
});
