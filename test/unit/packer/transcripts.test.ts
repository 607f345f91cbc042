import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readArtifacts } from '../../../src/packer/artifact.ts';
import { createBuildState } from '../../../src/packer/build-state.ts';
import { readTranscript } from '../../support/transcripts.ts';
import { COMMIT, eventsOf } from '../builders.ts';

type Told = {
  /** Images of each build: region and id, or names and files where there is no region. */
  readonly builds: Readonly<Record<string, readonly string[]>>;
  /** How the errors of the builds start. */
  readonly errors?: Readonly<Record<string, string>>;
  /** How what was said outside any build starts. */
  readonly outside?: readonly string[];
  readonly cancelled?: true;
  readonly unreadable?: number;
};

const WEB = { 'amazon-ebs.web': [] } as const;

/** What one reads in the recorded output, put down by hand. */
const TOLD: Readonly<Record<string, Told>> = {
  'build-docker': {
    builds: {
      'docker.app': [
        'sha256:27e6aefa37cd48ba4678b1a19ffd623d670c892386ea83ee623d6c17157eab4e packer-ci/app:1.0 packer-ci/app:latest',
      ],
    },
  },
  'build-human': { builds: {}, unreadable: 41 },
  'build-multi': {
    builds: {
      'fleet.amazon-ebs.web': [
        'ap-southeast-2 ami-a0f3d480b3ce3ed66',
        'eu-west-1 ami-2e01f8e553556ab8c',
        'us-east-1 ami-a157580c06c19cb5b',
      ],
      'fleet.amazon-ebs.db': ['eu-west-1 ami-12fc633695911a881', 'us-east-1 ami-9bb4d998bf38da7a6'],
    },
  },
  'build-name-exists': {
    builds: { 'web.amazon-ebs.web': [] },
    errors: { 'web.amazon-ebs.web': "Error: AMI Name: 'web-single' is used by an existing AMI" },
  },
  'build-partial': {
    builds: { 'amazon-ebs.db': [], 'amazon-ebs.web': ['us-east-1 ami-1fa20eb9b712081c1'] },
    errors: { 'amazon-ebs.db': 'Script exited with non-zero exit status: 7. Allowed exit codes are: [0]' },
  },
  'build-qemu': {
    builds: { 'qemu.vm': ['VM out/packer-vm'] },
    outside: ["Warning: A checksum of 'none' was specified."],
  },
  'build-single': { builds: { 'web.amazon-ebs.web': ['us-east-1 ami-5a90107375737fddf'] } },
  'cancel-ami-pending': { builds: WEB, cancelled: true },
  'cancel-group-int': { builds: WEB, cancelled: true },
  'cancel-term': { builds: WEB, cancelled: true },
  'cancel-term-twice': { builds: WEB, cancelled: true },
  'fail-ami-never-ready': {
    builds: WEB,
    errors: { 'amazon-ebs.web': 'Error waiting for AMI: exceeded max wait time for ImageAvailable waiter' },
  },
  'fail-capacity': {
    builds: WEB,
    errors: {
      'amazon-ebs.web': 'Error launching source instance: operation error EC2: RunInstances, exceeded',
    },
  },
  'fail-copy-one-region': {
    builds: WEB,
    errors: {
      'amazon-ebs.web':
        '1 error(s) occurred:\n\n* Error copying AMI (ami-9d4b573c3021d0ca2) to region (eu-west-1): Error Copying AMI',
    },
  },
  'fail-create-tags-denied': {
    builds: WEB,
    errors: {
      'amazon-ebs.web':
        'Error adding tags to Resources ([]string{"ami-1b88bf7151e7c531c", "snap-b1bd1a77761efcdb8"}): operation error',
    },
  },
  'fail-credentials-expired': {
    builds: WEB,
    errors: { 'amazon-ebs.web': 'validating provider credentials: retrieving caller identity from STS' },
  },
  'fail-credentials-invalid': {
    builds: WEB,
    errors: { 'amazon-ebs.web': 'validating provider credentials: retrieving caller identity from STS' },
  },
  'fail-credentials-none': {
    builds: WEB,
    errors: { 'amazon-ebs.web': 'No valid credential sources found' },
  },
  'fail-no-source-ami': {
    builds: WEB,
    errors: { 'amazon-ebs.web': 'No AMI was found matching filters: &{<nil> [] [{0x318c5e6b6be0' },
  },
  'fail-ssh-timeout': { builds: WEB, errors: { 'amazon-ebs.web': 'Timeout waiting for SSH.' } },
  'fail-throttled': {
    builds: WEB,
    errors: {
      'amazon-ebs.web': 'Error launching source instance: operation error EC2: RunInstances, exceeded',
    },
  },
  'fail-unauthorized-run': {
    builds: WEB,
    errors: { 'amazon-ebs.web': 'Error launching source instance: operation error EC2: RunInstances, https' },
  },
  'fail-vcpu-limit': {
    builds: WEB,
    errors: { 'amazon-ebs.web': 'Error launching source instance: operation error EC2: RunInstances, https' },
  },
};

describe('what a recorded build left', () => {
  test.each(Object.entries(TOLD))('%s', (name, told) => {
    const state = createBuildState();
    for (const event of eventsOf(readTranscript(name).stdout)) state.add(event);
    const { builds, outside, cancelled, unreadable } = state.result();

    const read = builds.map((build) => [build, readArtifacts(build, 'images/web', COMMIT)] as const);
    const shown = read.map(([build, { images }]) => [
      build.name,
      images.map(({ region, id, names, files }) =>
        [region, id, ...names, ...files].filter(Boolean).join(' '),
      ),
    ]);
    expect(Object.fromEntries(shown)).toEqual(told.builds);
    expect(read.flatMap(([, { problems }]) => problems)).toEqual([]);

    const starts = builds.flatMap((build) =>
      build.errors.map((text) => [build.name, text.slice(0, told.errors?.[build.name]?.length ?? 80)]),
    );
    expect(Object.fromEntries(starts)).toEqual(told.errors ?? {});
    expect(builds.every((build) => build.errors.length <= 1)).toBe(true);

    expect(outside.map((text, index) => text.slice(0, told.outside?.[index]?.length ?? 80))).toEqual(
      told.outside ?? [],
    );
    expect(cancelled).toBe(told.cancelled ?? false);
    expect(unreadable.count).toBe(told.unreadable ?? 0);
  });

  test('is told here for every recording', () => {
    const folder = path.join(import.meta.dirname, '..', '..', 'fixtures', 'transcripts');
    const recorded = readdirSync(folder).filter((name) => /^(build|cancel|fail)-/.test(name));
    expect(Object.keys(TOLD).toSorted()).toEqual(recorded.toSorted());
  });
});
