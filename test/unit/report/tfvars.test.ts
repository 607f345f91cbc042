import { describe, expect, test } from 'vitest';
import { OUTPUT_NAMES, type OutputName } from '../../../src/report/output-names.ts';
import { outputsOf } from '../../../src/report/outputs.ts';
import { tfvarsText } from '../../../src/report/tfvars.ts';
import { createFinding, createImage, createReport } from '../builders.ts';

const report = createReport({ images: [createImage()], findings: [createFinding()] });
const outputs = outputsOf(report, {
  manifest: '/tmp/manifest.json',
  tfvars: '/tmp/x.auto.tfvars.json',
  sarif: '',
});
const written = (...pairs: readonly (readonly [string, OutputName])[]): unknown =>
  JSON.parse(tfvarsText(new Map(pairs), outputs));

describe("Terraform's variables", () => {
  test('are those that were asked for and nothing else', () => {
    expect(written(['ami', 'ami-id'])).toEqual({ ami: 'ami-0123456789abcdef0' });
    expect(written()).toEqual({});
  });

  test('are maps and lists where the output is JSON', () => {
    expect(written(['ids', 'ami-ids'], ['images', 'images'], ['templates', 'templates'])).toEqual({
      ids: { 'images/web': { 'amazon-ebs.web': { 'us-east-1': 'ami-0123456789abcdef0' } } },
      images: [createImage()],
      templates: ['images/web'],
    });
  });

  test('are numbers where the output is one, and strings otherwise', () => {
    expect(written(['n', 'errors'], ['commit', 'commit-sha'], ['reason', 'failure-reason'])).toEqual({
      n: 1,
      commit: report.commit,
      reason: '',
    });
  });

  test('can be any of the outputs', () => {
    const all = OUTPUT_NAMES.map((name) => [name.replaceAll('-', '_'), name] as const);
    expect(Object.keys(Object(written(...all)))).toEqual(all.map(([variable]) => variable));
  });

  test('can have any name', () => {
    expect(tfvarsText(new Map([['__proto__', 'ami-id']]), outputs)).toContain(
      '"__proto__": "ami-0123456789abcdef0"',
    );
  });

  test('end in a line end', () => {
    expect(tfvarsText(new Map(), outputs)).toBe('{}\n');
  });
});
