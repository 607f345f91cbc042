import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnosticFindings, formatFindings } from '../../../src/packer/findings.ts';
import { readTranscript } from '../../support/transcripts.ts';
import { createTemplate } from '../builders.ts';

/** `packer fmt -check -diff` on a folder: the name of each file, then its diff. */
const TWO_FILES = `main.pkr.hcl
--- old/main.pkr.hcl
+++ new/main.pkr.hcl
@@ -1,4 +1,4 @@
 source "null" "a" {
-  x="1"
+  x = "1"
   y = 2
 }
@@ -20,3 +20,3 @@
 build {
-sources = ["source.null.a"]
+  sources = ["source.null.a"]
 }
variables.pkr.hcl
--- old/variables.pkr.hcl
+++ new/variables.pkr.hcl
@@ -7,3 +7,4 @@
 variable "a" {
+
   type = string
 }
`;

describe('a format finding', () => {
  test('names the lines that would change, with the diff of just these', () => {
    const [finding, ...others] = formatFindings(readTranscript('fmt-check').stdout, createTemplate());
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'error',
      reason: 'fmt',
      rule: 'packer',
      template: 'images/web',
      at: { file: 'images/web/main.pkr.hcl', line: 11, endLine: 16 },
    });
    expect(finding?.fix).toContain('packer fmt');
    expect(finding?.diff?.split('\n')).toEqual(
      expect.arrayContaining([
        '@@ -8,12 +8,12 @@',
        ' variable "region" { type = string }',
        '-  type = string ',
        '+  type      = string',
      ]),
    );
    expect(finding?.diff).not.toContain('--- old/');
  });

  test('is one a hunk, in every file', () => {
    const findings = formatFindings(TWO_FILES, createTemplate());
    expect(findings.map(({ at }) => at)).toEqual([
      { file: 'images/web/main.pkr.hcl', line: 2, endLine: 2 },
      { file: 'images/web/main.pkr.hcl', line: 21, endLine: 21 },
      { file: 'images/web/variables.pkr.hcl', line: 7, endLine: 7 },
    ]);
    expect(findings.map(({ diff }) => diff?.split('\n').length)).toEqual([6, 5, 5]);
  });

  test('stands beside the error of another file in the same output', () => {
    const output = `${TWO_FILES}${readTranscript('fmt-syntax').stdout.replaceAll('main.pkr.hcl', 'broken.pkr.hcl')}`;
    const template = createTemplate();
    expect(formatFindings(output, template).map(({ at }) => at?.file)).toEqual([
      'images/web/main.pkr.hcl',
      'images/web/main.pkr.hcl',
      'images/web/variables.pkr.hcl',
    ]);
    expect(formatFindings(output, template).at(-1)?.diff).not.toContain('Error:');
    const errors = diagnosticFindings(output, template, 'fmt');
    expect(errors).toHaveLength(6);
    expect(errors.map(({ at }) => at?.file)).toEqual(Array(6).fill('images/web/broken.pkr.hcl'));
  });

  test('is none where nothing would change', () => {
    for (const name of ['fmt-ok', 'fmt-syntax', 'validate-ok'])
      expect(formatFindings(readTranscript(name).stdout, createTemplate())).toEqual([]);
  });

  test('for an empty file is at its first line', () => {
    const output = 'a.pkr.hcl\n--- old/a.pkr.hcl\n+++ new/a.pkr.hcl\n@@ -0,0 +1 @@\n+\n';
    expect(formatFindings(output, createTemplate()).map(({ at }) => at?.line)).toEqual([1]);
  });

  test('of a file at the root of the repository has no folder in front', () => {
    const template = createTemplate({ name: '.', folder: '.', files: ['main.pkr.hcl'] });
    expect(formatFindings(readTranscript('fmt-check').stdout, template)[0]?.at?.file).toBe('main.pkr.hcl');
  });
});

/** Lines of diffs in any order, with numbers that no diff would have. */
const scrambled = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '--- old/a.hcl',
        '+++ new/a.hcl',
        '--- /dev/null',
        '+++ /dev/null',
        'diff --git a/x b/x',
        '+x',
        '-x',
        ' x',
        '',
        '\\ No newline at end of file',
        'Error: x',
      ),
      fc
        .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3))
        .map(([a, b, c, d]) => `@@ -${a},${b} +${c},${d} @@`),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((lines) => lines.join('\n'));

test('no text whatever makes a format finding before the first line of a file', () => {
  fc.assert(
    fc.property(scrambled, (output) => {
      for (const { at } of formatFindings(output, createTemplate())) {
        expect(at?.line).toBeGreaterThanOrEqual(1);
        expect(at?.endLine).toBeGreaterThanOrEqual(at?.line ?? 1);
      }
    }),
    { numRuns: 1000 },
  );
});
