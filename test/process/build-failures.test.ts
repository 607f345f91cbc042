import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsEnvironment } from '../support/environment.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';
import { play, WEB } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

/** Each recorded failure: the words for `failure-reason` that are right, and what the message must say. */
const FAILURES: readonly (readonly [name: string, reasons: readonly string[], says: string])[] = [
  ['fail-credentials-none', ['credentials'], 'No valid credential sources found'],
  ['fail-credentials-invalid', ['credentials'], 'InvalidClientTokenId'],
  ['fail-credentials-expired', ['credentials'], 'ExpiredToken'],
  ['fail-throttled', ['throttled'], 'RequestLimitExceeded'],
  ['fail-ssh-timeout', ['timeout'], 'Timeout waiting for SSH.'],
  ['fail-ami-never-ready', ['timeout'], 'exceeded max wait time for ImageAvailable waiter'],
  ['build-name-exists', ['name-taken'], "AMI Name: 'web-single' is used by an existing AMI"],
  // The exact word is a matter of taste where AWS itself has nothing left or forbids something.
  ['fail-capacity', ['build', 'throttled'], 'sufficient t3.micro capacity'],
  ['fail-vcpu-limit', ['build', 'throttled'], 'VcpuLimitExceeded'],
  ['fail-unauthorized-run', ['build', 'credentials'], 'UnauthorizedOperation'],
  ['fail-copy-one-region', ['build', 'partial'], 'The maximum number of AMI copies has been reached'],
  ['fail-create-tags-denied', ['build', 'credentials', 'tag'], 'not authorized to perform: ec2:CreateTags'],
  ['fail-no-source-ami', ['build'], 'No AMI was found matching filters'],
];

describe.skipIf(isMissing('moto'))('a build that fails says why, in a word and in Packer’s own words', () => {
  // An EC2 that knows nothing of what the recorded build named: the clean-up finds nothing, at once.
  let moto: Moto;

  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  it.each(FAILURES)('%s', async (name, reasons, says) => {
    const transcript = readTranscript(name);
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'build', transcript }],
      env: awsEnvironment(moto.endpoint),
    });

    expect(run.exitCode).toBe(1);
    expect(reasons).toContain(run.outputs['failure-reason']);
    expect(run.outputs).toMatchObject({ 'ami-id': '', 'ami-ids': '{}', images: '[]' });
    const errors = run.annotations.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(says);
    expect(errors[0]?.message).toContain('amazon-ebs.web');
    // The first line of the summary says what failed, and its remedy comes before anything else.
    expect(run.summary.split('\n')[0]).toMatch(/❌/);
    expect(run.summary).toContain('➡️');
  });
});
