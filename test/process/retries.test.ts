import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToEc2, type Ec2 } from '../support/ec2.ts';
import { awsEnvironment } from '../support/environment.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';
import {
  artifactLines,
  errorsOf,
  type Played,
  play,
  soundTemplate,
  WEB,
  withLiveImages,
} from '../support/scenario.ts';
import type { Answer, Scripted } from '../support/stand-in.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

describe.skipIf(isMissing('moto'))('builds that fail', () => {
  let moto: Moto;
  let ec2: Ec2;

  beforeAll(async () => {
    moto = await startMoto();
    ec2 = connectToEc2(moto.endpoint);
  });
  afterAll(() => moto.stop());

  const argvOfBuilds = (run: Played): readonly (readonly string[])[] =>
    run.packer.callsOf('build').map(({ argv }) => argv);

  /** Of two builds the one is made and the other fails with `error`; when run again it is made. */
  async function oneOfTwoFails(
    error: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly run: Played; readonly web: string; readonly db: string }> {
    const { transcript, images } = await withLiveImages('build-partial', ec2);
    const web = images[0]?.id ?? '';
    const db = await ec2.registerImage('us-east-1', `db of ${web}`);
    const stdout = transcript.stdout.replaceAll(
      'Script exited with non-zero exit status: 7. Allowed exit codes are: [0]',
      error,
    );
    const made = artifactLines(`us-east-1:${db}`).replaceAll('amazon-ebs.web', 'amazon-ebs.db');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [
        { subcommand: 'build', calls: 1, answer: { stdout, exitCode: 1 } },
        { subcommand: 'build', answer: { stdout: made } },
      ],
      env: awsEnvironment(moto.endpoint),
      with: more,
    });
    await ec2.deregisterImage('us-east-1', web);
    return { run, web, db };
  }

  const THROTTLED = 'Error launching source instance: RequestLimitExceeded: Request limit exceeded.';

  it('by throttling are run again, and those that were made are not', async () => {
    const { run, web, db } = await oneOfTwoFails(THROTTLED);

    expect(run.exitCode).toBe(0);
    expect(argvOfBuilds(run)).toEqual([
      ['build', '-machine-readable', '.'],
      ['build', '-machine-readable', '-only=amazon-ebs.db', '.'],
    ]);
    expect(JSON.parse(run.outputs['ami-ids'] ?? '')).toEqual({
      [WEB]: { 'amazon-ebs.web': { 'us-east-1': web }, 'amazon-ebs.db': { 'us-east-1': db } },
    });
    expect(run.log).toContain('amazon-ebs.db: a fault that may pass; trying again');
  });

  it('are not run again with `retries: 0`', async () => {
    const { run, web } = await oneOfTwoFails(THROTTLED, { retries: '0' });

    expect(run.exitCode).toBe(1);
    expect(argvOfBuilds(run)).toHaveLength(1);
    expect(run.outputs).toMatchObject({ 'ami-id': web, 'failure-reason': 'partial' });
  });

  it('for a reason that stays are not run again', async () => {
    const { run } = await oneOfTwoFails('Script exited with non-zero exit status: 7.');

    expect(argvOfBuilds(run)).toHaveLength(1);
    expect(run.outputs['failure-reason']).toBe('partial');
  });

  /** A copy failed; an AMI of the build is in EC2 all the same. */
  async function partialCopy(
    more: Readonly<Record<string, string>>,
  ): Promise<{ readonly run: Played; readonly ami: string; readonly left: readonly string[] }> {
    const transcript = readTranscript('fail-copy-one-region');
    const ami = await ec2.registerImage('eu-west-1', 'web-image');
    const bystander = await ec2.registerImage('eu-west-1', 'web-image-of-others');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'build', transcript }],
      env: awsEnvironment(moto.endpoint),
      with: more,
    });
    const left = (await ec2.images('eu-west-1')).map(({ id }) => id);
    expect(left).toContain(bystander);
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'partial', 'ami-id': '', 'ami-ids': '{}' });
    return { run, ami, left };
  }

  it.each(['true', 'false'])(
    'in one region keep, tag and name the AMIs of others (`sweep: %s`)',
    async (sweep) => {
      const { run, ami, left } = await partialCopy({ sweep });

      expect(left).toContain(ami);
      expect(JSON.parse(run.outputs.images ?? '')).toEqual([
        expect.objectContaining({ id: ami, region: 'eu-west-1', partial: true }),
      ]);
      expect((await ec2.image('eu-west-1', ami)).tags.CommitSha).toBe(run.outputs['commit-sha']);
      expect(run.summary).toContain(ami);
      await ec2.deregisterImage('eu-west-1', ami);
    },
  );

  it('in one region lose the AMIs of others with `on-partial: remove`', async () => {
    const { run, ami, left } = await partialCopy({ 'on-partial': 'remove' });

    expect(left).not.toContain(ami);
    expect(run.outputs.images).toBe('[]');
    expect(run.summary).toContain(ami);
    expect(run.log).toContain(`removed ami ${ami} in eu-west-1`);
  });

  it('lose nothing with `sweep: false`, even with `on-partial: remove`', async () => {
    const { run, ami, left } = await partialCopy({ 'on-partial': 'remove', sweep: 'false' });

    expect(left).toContain(ami);
    expect(run.summary).toContain(ami);
    await ec2.deregisterImage('eu-west-1', ami);
  });
});

describe('a rate limit of `packer init`', () => {
  const limited = (time: string): Answer => ({
    stderr: `Failed getting the "github.com/hashicorp/amazon" plugin:\nPlugin host rate limited the plugin getter.\nHINT: Set the PACKER_GITHUB_API_TOKEN env var with a token to get more requests.\nTry again in ${time}.\n`,
    exitCode: 1,
  });
  const initOnly = (
    script: readonly Scripted[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<Played> => play({ files: soundTemplate(), script, with: { mode: 'validate', ...more } });

  it('that ends soon is waited for, once', async () => {
    const run = await initOnly([{ subcommand: 'init', calls: 1, answer: limited('1s') }]);

    expect(run.exitCode).toBe(0);
    expect(run.packer.callsOf('init')).toHaveLength(2);
    expect(run.log).toContain('packer init is rate-limited; trying again in 2 s');
  });

  it('that stays fails as `rate-limited`', async () => {
    const run = await initOnly([{ subcommand: 'init', answer: limited('1s') }]);

    expect(run.outputs['failure-reason']).toBe('rate-limited');
    expect(run.packer.callsOf('init')).toHaveLength(2);
  });

  it.each([
    ['14m59s', '1'],
    ['1s', '0'],
  ])(
    'that ends in %s is told with the time, and not waited for with `retries: %s`',
    async (time, retries) => {
      const run = await initOnly([{ subcommand: 'init', answer: limited(time) }], { retries });

      expect(run.exitCode).toBe(1);
      expect(run.outputs['failure-reason']).toBe('rate-limited');
      expect(run.packer.callsOf('init')).toHaveLength(1);
      expect(errorsOf(run)).toContain(`Try again in ${time}`);
    },
  );
});
