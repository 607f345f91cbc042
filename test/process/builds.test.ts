import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToEc2, type Ec2 } from '../support/ec2.ts';
import { awsEnvironment } from '../support/environment.ts';
import { pullRequestEvent } from '../support/event.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';
import { checkOutPullRequest } from '../support/repository.ts';
import { runAction } from '../support/runner.ts';
import { play, WEB, WITHOUT_LINT, withLiveImages } from '../support/scenario.ts';
import { createStandIn } from '../support/stand-in.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

type Image = { readonly build: string; readonly kind: string; readonly region: string; readonly id: string };

const imagesOf = (outputs: Readonly<Record<string, string>>): readonly Image[] =>
  JSON.parse(outputs.images ?? '');
const amiIdsOf = (outputs: Readonly<Record<string, string>>): unknown => JSON.parse(outputs['ami-ids'] ?? '');

describe.skipIf(isMissing('moto'))('a build of AMIs', () => {
  let moto: Moto;
  let ec2: Ec2;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    moto = await startMoto();
    ec2 = connectToEc2(moto.endpoint);
    env = awsEnvironment(moto.endpoint);
  });
  afterAll(() => moto.stop());

  it('of one AMI gives its id, though Packer prints it for each post-processor too', async () => {
    const { transcript, images } = await withLiveImages('build-single', ec2);
    const [image] = images;
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'build', transcript }],
      env,
    });

    expect(run.exitCode).toBe(0);
    expect(run.outputs['ami-id']).toBe(image?.id);
    expect(amiIdsOf(run.outputs)).toEqual({ [WEB]: { 'web.amazon-ebs.web': { 'us-east-1': image?.id } } });
    expect(imagesOf(run.outputs)).toHaveLength(1);
    expect(run.log).toContain('installing, nginx 100%');
  });

  it('of two builds in several regions gives every id and tags every AMI and snapshot', async () => {
    const { transcript, images } = await withLiveImages('build-multi', ec2);
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'build', transcript }],
      with: { tags: 'Team=platform', 'commit-tag': 'GitCommit' },
      env,
    });

    expect(run.exitCode).toBe(0);
    const idIn = (index: number): string | undefined => images[index]?.id;
    expect(amiIdsOf(run.outputs)).toEqual({
      [WEB]: {
        'fleet.amazon-ebs.web': { 'ap-southeast-2': idIn(0), 'eu-west-1': idIn(1), 'us-east-1': idIn(2) },
        'fleet.amazon-ebs.db': { 'eu-west-1': idIn(3), 'us-east-1': idIn(4) },
      },
    });
    expect(run.outputs['ami-id']).toBe('');
    for (const { region, id } of images) {
      const { tags, snapshots } = await ec2.image(region, id);
      expect(tags).toMatchObject({ GitCommit: run.outputs['commit-sha'], Team: 'platform', Template: WEB });
      expect(snapshots.length).toBeGreaterThan(0);
      for (const snapshot of snapshots) expect(snapshot.tags).toEqual(tags);
    }
  });

  it('of which one fails gives the good id, tags it and says which failed and why', async () => {
    const { transcript, images } = await withLiveImages('build-partial', ec2);
    const id = images[0]?.id ?? '';
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'build', transcript }],
      env,
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'partial', 'ami-id': id });
    expect(amiIdsOf(run.outputs)).toEqual({ [WEB]: { 'amazon-ebs.web': { 'us-east-1': id } } });
    expect((await ec2.image('us-east-1', id)).tags).toMatchObject({ CommitSha: run.outputs['commit-sha'] });
    const errors = run.annotations.map(({ message }) => message).join('\n');
    expect(errors).toContain('amazon-ebs.db');
    expect(errors).toContain('exit status: 7');
    expect(errors).toContain('fatal: disk full');
    expect(run.summary).toContain('amazon-ebs.db');
    expect(run.summary).toContain(id);
  });

  it('keeps what one template built when another one fails', async () => {
    const good = await withLiveImages('build-single', ec2);
    const bad = readTranscript('fail-no-source-ami');
    const id = good.images[0]?.id ?? '';
    const run = await play({
      files: { ...templateFiles('images/bad', bad), ...templateFiles('images/good', good.transcript) },
      script: [
        { subcommand: 'build', template: 'good', transcript: good.transcript },
        { subcommand: 'build', template: 'bad', transcript: bad },
      ],
      env,
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'partial', 'ami-id': id });
    expect((await ec2.image('us-east-1', id)).tags).toMatchObject({ Template: 'images/good' });
  });

  it('of a pull request carries the head commit, and the merge commit that was built beside it', async () => {
    const { transcript, images } = await withLiveImages('build-single', ec2);
    const checkout = await checkOutPullRequest(templateFiles(WEB, transcript));
    const packer = createStandIn([{ subcommand: 'build', transcript }]);
    const run = await runAction({
      workspace: checkout.root,
      with: WITHOUT_LINT,
      env: { ...env, PATH: packer.PATH },
      event: pullRequestEvent(checkout),
    });

    expect(run.exitCode).toBe(0);
    expect(run.outputs['commit-sha']).toBe(checkout.head);
    const { tags } = await ec2.image('us-east-1', images[0]?.id ?? '');
    expect(tags).toMatchObject({
      CommitSha: checkout.head,
      BuildCommitSha: checkout.merge,
      PullRequest: '7',
      Repository: 'acme/images',
      WorkflowRun: 'https://github.com/acme/images/actions/runs/9876543210',
    });
  });
});

describe('a build of something else', () => {
  it('gives a Docker image with all its names, and asks EC2 nothing', async () => {
    const transcript = readTranscript('build-docker');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'build', transcript }],
    });

    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ 'ami-id': '', 'ami-ids': '{}' });
    expect(imagesOf(run.outputs)).toEqual([
      expect.objectContaining({
        template: WEB,
        build: 'docker.app',
        builder: 'docker',
        kind: 'docker',
        id: 'sha256:27e6aefa37cd48ba4678b1a19ffd623d670c892386ea83ee623d6c17157eab4e',
      }),
    ]);
    for (const name of ['packer-ci/app:1.0', 'packer-ci/app:latest'])
      expect(run.outputs.images).toContain(name);
  });

  it('gives the files of a QEMU image, and its warning as an annotation', async () => {
    const transcript = readTranscript('build-qemu');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'build', transcript }],
    });

    expect(run.exitCode).toBe(0);
    expect(imagesOf(run.outputs)).toEqual([
      expect.objectContaining({ build: 'qemu.vm', builder: 'qemu', files: ['out/packer-vm'] }),
    ]);
    expect(run.summary).toContain('out/packer-vm');
    expect(run.annotations).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        file: `${WEB}/main.pkr.hcl`,
        line: 10,
        message: expect.stringContaining('a checksum is highly recommended'),
      }),
    );
  });
});
