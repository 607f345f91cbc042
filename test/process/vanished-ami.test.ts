import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToEc2, type Ec2 } from '../support/ec2.ts';
import { awsEnvironment } from '../support/environment.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';
import { errorsOf, play, WEB, withLiveImages } from '../support/scenario.ts';
import { templateFiles } from '../support/transcripts.ts';

// In a file of its own: the action asks EC2 for a minute before it gives an AMI up.
describe.skipIf(isMissing('moto'))('an AMI that vanished before it was tagged', () => {
  let moto: Moto;
  let ec2: Ec2;

  beforeAll(async () => {
    moto = await startMoto();
    ec2 = connectToEc2(moto.endpoint);
  });
  afterAll(() => moto.stop());

  it('is named with its region and fails the step; the others are tagged and handed on', async () => {
    const { transcript, images } = await withLiveImages('build-multi', ec2);
    const [gone, ...others] = images;
    await ec2.deregisterImage(gone?.region ?? '', gone?.id ?? '');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'build', transcript }],
      env: awsEnvironment(moto.endpoint),
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('tag');
    for (const text of [errorsOf(run), run.summary]) {
      expect(text).toContain(gone?.id);
      expect(text).toContain(gone?.region);
    }
    for (const { region, id } of others) {
      expect(run.outputs['ami-ids']).toContain(id);
      expect((await ec2.image(region, id)).tags).toMatchObject({ CommitSha: run.outputs['commit-sha'] });
    }
  }, 200_000);
});
