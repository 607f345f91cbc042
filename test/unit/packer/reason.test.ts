import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createBuildState } from '../../../src/packer/build-state.ts';
import { initReason } from '../../../src/packer/init-reason.ts';
import { causeOf } from '../../../src/packer/reason.ts';
import { readTranscript } from '../../support/transcripts.ts';
import { eventsOf } from '../builders.ts';

/** The word for `failure-reason`, and what the remedy speaks of. */
const CAUSES: Readonly<Record<string, readonly [string, RegExp]>> = {
  'build-name-exists': ['name-taken', /ami_name/],
  'build-partial': ['provisioner', /provisioner/i],
  'fail-ami-never-ready': ['timeout', /aws_polling/],
  'fail-capacity': ['build', /instance type or zone/],
  'fail-copy-one-region': ['partial', /region/],
  'fail-create-tags-denied': ['tag', /ec2:CreateTags/],
  'fail-credentials-expired': ['credentials', /role-duration-seconds/],
  'fail-credentials-invalid': ['credentials', /does not know these credentials/],
  'fail-credentials-none': ['credentials', /configure-aws-credentials/],
  'fail-no-source-ami': ['build', /source_ami_filter/],
  'fail-ssh-timeout': ['timeout', /ssh_timeout/],
  'fail-throttled': ['throttled', /later/],
  'fail-unauthorized-run': ['credentials', /permission/],
  'fail-vcpu-limit': ['build', /Service Quotas/],
};

describe('the reason of a recorded failure', () => {
  test.each(Object.entries(CAUSES))('%s is %s', (name, [reason, remedy]) => {
    const state = createBuildState();
    for (const event of eventsOf(readTranscript(name).stdout)) state.add(event);
    const errors = state.result().builds.flatMap((build) => build.errors);
    expect(errors).toHaveLength(1);
    const cause = causeOf(errors.join('\n'));
    expect(cause.reason).toBe(reason);
    expect(cause.remedy).toMatch(remedy);
  });

  test('is told here for every recording', () => {
    const folder = path.join(import.meta.dirname, '..', '..', 'fixtures', 'transcripts');
    const failed = readdirSync(folder).filter((name) => name.startsWith('fail-'));
    expect(failed.filter((name) => !(name in CAUSES))).toEqual([]);
  });
});

describe('the reason', () => {
  test.each([
    ['NoCredentialProviders: no valid providers in chain', 'credentials'],
    ['AuthFailure: AWS was not able to validate the provided access credentials', 'credentials'],
    ['SignatureDoesNotMatch: The request signature we calculated does not match', 'credentials'],
    ['api error Throttling: Rate exceeded', 'throttled'],
    ['InvalidAMIName.Duplicate: AMI name web is already in use', 'name-taken'],
    ['timeout waiting for WinRM.', 'timeout'],
    ['ResourceNotReady: exceeded wait attempts', 'timeout'],
    ['api error AccessDenied: not allowed', 'credentials'],
    ['Error executing script: no such file', 'provisioner'],
    ['something nobody has seen before', 'build'],
  ])('of "%s" is %s, with something to do', (text, reason) => {
    expect(causeOf(text).reason).toBe(reason);
    expect(causeOf(text).remedy).toMatch(/\w.*\.$/);
  });
});

describe('the reason of a failed init', () => {
  test.each([
    ['GET https://api.github.com/...: 403 API rate limit exceeded for 1.2.3.4', 'rate-limited'],
    ['Get "https://github.com": 429 Too Many Requests', 'rate-limited'],
    ['dial tcp: lookup api.github.com: no such host', 'init'],
    ['no release found', 'init'],
  ])('"%s" is %s', (output, reason) => {
    expect(initReason(output)).toBe(reason);
  });

  test('without a network is no rate limit', () => {
    expect(initReason(readTranscript('init-offline').stdout)).toBe('init');
  });
});
