import { describe, expect, test } from 'vitest';
import { type ReadArtifacts, readArtifacts } from '../../../src/packer/artifact.ts';
import type { Artifact } from '../../../src/packer/build-state.ts';
import { COMMIT } from '../builders.ts';

function read(...artifacts: readonly Partial<Artifact>[]): ReadArtifacts {
  const filled = artifacts.map((artifact) => ({ builderId: '', id: '', text: '', files: [], ...artifact }));
  const build = { name: 'fleet.amazon-ebs.web', artifacts: filled, errors: [], lastWords: [], seconds: 0 };
  return readArtifacts(build, 'images/web', COMMIT);
}

describe('an image', () => {
  test('carries its template, its build, its builder and the commit', () => {
    const { images } = read({ builderId: 'mitchellh.amazonebs', id: 'eu-west-1:ami-01234567' });
    expect(images).toEqual([
      {
        template: 'images/web',
        build: 'fleet.amazon-ebs.web',
        builder: 'amazon-ebs',
        builderId: 'mitchellh.amazonebs',
        kind: 'ami',
        region: 'eu-west-1',
        id: 'ami-01234567',
        names: [],
        files: [],
        snapshots: [],
        commit: COMMIT,
        tags: {},
      },
    ]);
  });

  test.each([
    ['mitchellh.amazonebs', 'us-gov-west-1:ami-0123456789abcdef0', 'ami'],
    ['mitchellh.amazon.ebssurrogate', 'cn-north-1:ami-01234567', 'ami'],
    ['mitchellh.amazon.chroot', 'ap-southeast-2:ami-01234567', 'ami'],
    ['packer.post-processor.amazon-import', 'us-iso-east-1:ami-01234567', 'ami'],
    ['mitchellh.amazon.ebsvolume', 'us-east-1:vol-1,us-east-1:snap-1', 'volume'],
    ['packer.docker', 'sha256:1', 'docker'],
    ['Azure.ResourceManagement.VMImage', '/subscriptions/1/x', 'azure'],
    ['packer.googlecompute', 'web-1', 'google'],
    ['transcend.qemu', 'VM', 'vm'],
    ['packer.file', 'out.txt', 'file'],
    ['someone.elses', 'thing', 'other'],
  ])('of %s with the id %s is of the kind %s', (builderId, id, kind) => {
    expect(read({ builderId, id }).images.map((image) => image.kind)).toEqual([kind]);
  });

  test('is given once when a post-processor repeats it, and one a region', () => {
    const artifact = {
      builderId: 'mitchellh.amazonebs',
      id: 'eu-west-1:ami-01234567,us-east-1:ami-89abcdef',
    };
    expect(read(artifact, artifact).images.map((image) => `${image.region}:${image.id}`)).toEqual([
      'eu-west-1:ami-01234567',
      'us-east-1:ami-89abcdef',
    ]);
  });

  test('of two builds of a VM is told apart by its files', () => {
    const { images } = read(
      { builderId: 'transcend.qemu', id: 'VM', files: ['a.qcow2'] },
      { builderId: 'transcend.qemu', id: 'VM', files: ['b.qcow2'] },
    );
    expect(images.map((image) => image.files)).toEqual([['a.qcow2'], ['b.qcow2']]);
  });

  test('is none where an artifact has neither id nor files', () => {
    expect(read({ builderId: 'fnoeding.null' })).toEqual({ images: [], problems: [] });
  });

  test.each([
    'us-east-1:ami-xyz',
    'ami-01234567',
    'us-east-1:ami-01234567,',
    'us-east-1; rm -rf /:ami-01234567',
    '',
  ])('is not believed when its id is %j, and the id is named', (id) => {
    const { problems } = read({ builderId: 'mitchellh.amazonebs', id });
    expect(problems).toEqual([`fleet.amazon-ebs.web: \`${id}\` is no list of region:ami-id pairs`]);
  });

  test('that can be read is given beside one that cannot', () => {
    const { images, problems } = read({ builderId: 'mitchellh.amazonebs', id: 'eu-west-1:ami-01234567,x:y' });
    expect(images.map((image) => image.id)).toEqual(['ami-01234567']);
    expect(problems).toHaveLength(1);
  });
});
