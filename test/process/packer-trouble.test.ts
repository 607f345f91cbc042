import { delimiter } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToEc2, type Ec2 } from '../support/ec2.ts';
import { awsEnvironment, cleanEnvironment, pathWithOnly } from '../support/environment.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';
import { createRepository } from '../support/repository.ts';
import { runAction } from '../support/runner.ts';
import {
  artifactLines,
  buildOutput,
  errorsOf,
  play,
  soundTemplate,
  WEB,
  WITHOUT_LINT,
} from '../support/scenario.ts';
import { createStandIn } from '../support/stand-in.ts';

describe('a Packer', () => {
  it('that is not there: the message says how to get it', async () => {
    const { root } = await createRepository(soundTemplate());
    const env = { ...awsEnvironment('http://127.0.0.1:9'), PATH: pathWithOnly({ node: process.execPath }) };
    const run = await runAction({ workspace: root, with: WITHOUT_LINT, env });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('input');
    expect(errorsOf(run)).toContain('hashicorp/setup-packer');
    expect(run.outputs.templates).toBe(JSON.stringify([WEB]));
  });

  it('older than 1.7 with `init` on: the message names the version and both ways out', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'version', answer: { stdout: 'Packer v1.6.6\n' } }],
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'init' });
    for (const words of ['1.6.6', '1.7', '`init: false`']) expect(errorsOf(run)).toContain(words);
    expect(run.packer.calls().map(({ argv }) => argv[0])).toEqual(['version']);
  });

  it('older than 1.7 with `init: false` works', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'version', answer: { stdout: 'Packer v1.6.6\n' } }],
      with: { mode: 'validate', init: 'false' },
    });

    expect(run.exitCode).toBe(0);
    expect(run.outputs['packer-version']).toBe('1.6.6');
  });

  it('that is another program: the message shows what it said', async () => {
    const answer = { stderr: 'packer: cannot open the dictionary\n', exitCode: 255 };
    const run = await play({ files: soundTemplate(), script: [{ subcommand: 'version', answer }] });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('input');
    expect(errorsOf(run)).toContain('cannot open the dictionary');
  });

  it('with news of a newer version in its answer is understood', async () => {
    const stdout =
      '\nYour version of Packer is out of date! The latest version\nis 1.17.0.\n\nPacker v1.16.0\n\n';
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'version', answer: { stdout } }],
      with: { mode: 'validate' },
    });

    expect(run.outputs['packer-version']).toBe('1.16.0');
  });

  it('that is killed while it validates: the message says so', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'validate', answer: { signal: 'SIGKILL' } }],
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('validate');
    expect(errorsOf(run)).toContain('killed by a signal');
    expect(run.packer.callsOf('build')).toEqual([]);
  });

  it('that is killed while it builds: the message names the signal and the template', async () => {
    const stdout = '1795254985,,ui,say,==> amazon-ebs.web: Launching a source AWS instance...\n';
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout, signal: 'SIGKILL' } }],
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('build');
    expect(errorsOf(run)).toContain('killed by SIGKILL');
    expect(errorsOf(run)).toContain(WEB);
  });

  it('that panics while it builds: what it said on standard error is shown', async () => {
    const stderr = 'panic: runtime error: invalid memory address or nil pointer dereference\n';
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stderr, exitCode: 2 } }],
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('build');
    expect(errorsOf(run)).toContain('nil pointer dereference');
  });

  it('that fails without a word: the message gives the exit code', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { exitCode: 1 } }],
    });

    expect(run.outputs['failure-reason']).toBe('build');
    expect(errorsOf(run)).toContain('exit code 1');
  });
});

describe.skipIf(isMissing('moto'))('what Packer prints', () => {
  let moto: Moto;
  let ec2: Ec2;

  beforeAll(async () => {
    moto = await startMoto();
    ec2 = connectToEc2(moto.endpoint);
  });
  afterAll(() => moto.stop());

  it('and cannot be parsed is shown as it is, told in a warning, and loses no image', async () => {
    const id = await ec2.registerImage('us-east-1', 'unparsable');
    const noise = 'this is no machine-readable line\n1795254985,,ui\n,,,\n\n';
    const stdout = buildOutput({ region: 'us-east-1', id }, noise);
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout } }],
      env: awsEnvironment(moto.endpoint),
    });

    expect(run.exitCode).toBe(0);
    expect(run.outputs['ami-id']).toBe(id);
    expect(run.log).toContain('this is no machine-readable line');
    expect(run.annotations.map(({ level }) => level)).toContain('warning');
    expect((await ec2.image('us-east-1', id)).tags).toMatchObject({ CommitSha: run.outputs['commit-sha'] });
  });

  it('as an AMI without being one is not handed on, and fails the step with its text', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout: artifactLines('us-east-1:ami-$(reboot)') } }],
      env: awsEnvironment(moto.endpoint),
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'build', 'ami-id': '', 'ami-ids': '{}' });
    expect(errorsOf(run)).toContain('us-east-1:ami-$(reboot)');
  });

  it('before it is killed counts: the AMI of a finished build is handed on and tagged', async () => {
    const id = await ec2.registerImage('us-east-1', 'killed-late');
    const stdout = buildOutput({ region: 'us-east-1', id });
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout, signal: 'SIGKILL' } }],
      env: awsEnvironment(moto.endpoint),
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['ami-id']).toBe(id);
    expect(errorsOf(run)).toContain('killed by SIGKILL');
    expect((await ec2.image('us-east-1', id)).tags).toMatchObject({ CommitSha: run.outputs['commit-sha'] });
  });
});

describe('a PATH', () => {
  it('with an empty entry and a folder that is not there finds Packer all the same', async () => {
    const { root } = await createRepository(soundTemplate());
    const packer = createStandIn([]);
    const env = { ...cleanEnvironment(), PATH: ['', '/nowhere', packer.PATH].join(delimiter) };
    const run = await runAction({ workspace: root, with: { ...WITHOUT_LINT, mode: 'validate' }, env });

    expect(run.exitCode).toBe(0);
  });
});
