import { describe, expect, test } from 'vitest';
import type { Image } from '../../../src/image.ts';
import { OUTPUT_NAMES } from '../../../src/report/output-names.ts';
import { outputsOf } from '../../../src/report/outputs.ts';
import type { Report } from '../../../src/report/report.ts';
import { COMMIT, createFailure, createFinding, createImage, createReport } from '../builders.ts';

const outputs = (report: Partial<Report>) =>
  outputsOf(createReport(report), { manifest: '/tmp/manifest.json', tfvars: '', sarif: '' });
const made = (...images: readonly Partial<Image>[]) =>
  outputs({ images: images.map((image) => createImage(image)) });

describe('ami-id', () => {
  test('is the id where there is exactly one AMI', () => {
    expect(made({})['ami-id']).toBe('ami-0123456789abcdef0');
  });

  test('is the id of the one AMI beside other images', () => {
    expect(made({ kind: 'docker', id: 'sha256:1' }, {})['ami-id']).toBe('ami-0123456789abcdef0');
  });

  test.each([
    ['none', []],
    ['one AMI in two regions', [{}, { region: 'eu-west-1', id: 'ami-2' }]],
    ['two AMIs in one region', [{}, { build: 'amazon-ebs.db', id: 'ami-2' }]],
    ['another kind', [{ kind: 'docker' as const, id: 'sha256:1' }]],
  ])('is empty for %s', (_, images) => {
    expect(made(...images)['ami-id']).toBe('');
  });
});

describe('ami-ids', () => {
  test('is template -> build -> region -> id, of AMIs only', () => {
    const text = made(
      { id: 'ami-1' },
      { region: 'eu-west-1', id: 'ami-2' },
      { build: 'fleet.amazon-ebs.db', id: 'ami-3' },
      { template: '.', id: 'ami-4' },
      { kind: 'docker', build: 'docker.app', region: '', id: 'sha256:1' },
    )['ami-ids'];
    expect(JSON.parse(text)).toEqual({
      'images/web': {
        'amazon-ebs.web': { 'us-east-1': 'ami-1', 'eu-west-1': 'ami-2' },
        'fleet.amazon-ebs.db': { 'us-east-1': 'ami-3' },
      },
      '.': { 'amazon-ebs.web': { 'us-east-1': 'ami-4' } },
    });
  });

  test('is {} where there are none', () => {
    expect(made()['ami-ids']).toBe('{}');
  });

  test.each(['__proto__', 'constructor', 'toString', 'größe ü'])('keeps a template called %s', (template) => {
    expect(made({ template })['ami-ids']).toBe(
      `{${JSON.stringify(template)}:{"amazon-ebs.web":{"us-east-1":"ami-0123456789abcdef0"}}}`,
    );
  });
});

describe('the outputs', () => {
  test('are all there, in the order of their names', () => {
    expect(Object.keys(outputs({}))).toEqual(OUTPUT_NAMES);
  });

  test('of a run that made nothing are empty or zero', () => {
    expect(outputs({})).toEqual({
      'ami-id': '',
      'ami-ids': '{}',
      images: '[]',
      'manifest-file': '/tmp/manifest.json',
      'tfvars-file': '',
      'sarif-file': '',
      templates: '["images/web"]',
      'commit-sha': COMMIT,
      'packer-version': '1.16.0',
      errors: '0',
      warnings: '0',
      'failure-reason': '',
    });
  });

  test('carry what succeeded though the run failed, and why it failed first', () => {
    const failed = outputs({
      images: [createImage()],
      failures: [createFailure({ reason: 'partial' }), createFailure({ reason: 'fmt' })],
      findings: [
        createFinding(),
        createFinding(),
        createFinding({ severity: 'warning' }),
        createFinding({ severity: 'notice' }),
      ],
    });
    expect(failed).toMatchObject({
      'ami-id': 'ami-0123456789abcdef0',
      errors: '2',
      warnings: '1',
      'failure-reason': 'partial',
    });
    expect(JSON.parse(failed.images)).toEqual([createImage()]);
  });
});
