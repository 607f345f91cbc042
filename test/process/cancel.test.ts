import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../support/environment.ts';
import { createRepository } from '../support/repository.ts';
import { runAction, type StepResult } from '../support/runner.ts';
import { errorsOf, type Played, play, soundTemplate, WEB } from '../support/scenario.ts';
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

describe('a post step', () => {
  let bystander: ChildProcess;

  beforeEach(() => {
    bystander = spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: cleanEnvironment() });
  });
  afterEach(() => {
    bystander.kill('SIGKILL');
  });

  /** A record of a run whose Packer is the bystander. */
  function record(folder: string, more: Readonly<Record<string, unknown>> = {}): void {
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
      ...more,
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
    await postWith(temporary, records);
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
