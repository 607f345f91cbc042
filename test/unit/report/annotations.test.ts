import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Finding, SEVERITIES } from '../../../src/finding.ts';
import { annotationsFor } from '../../../src/report/annotations.ts';
import { createFinding } from '../builders.ts';

const findings = fc.array(
  fc
    .record({ severity: fc.constantFrom(...SEVERITIES), what: fc.string({ minLength: 1 }) })
    .map(createFinding),
  { maxLength: 60 },
);
const of = (count: number, severity: Finding['severity']): readonly Finding[] =>
  Array.from({ length: count }, (_, index) => createFinding({ severity, what: `${severity} ${index}` }));

describe('annotations', () => {
  test('are never more than ten of a level, with the error that fails the step', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const annotations = annotationsFor(all);
        const count = (level: string): number => annotations.filter((one) => one.level === level).length;
        expect(count('error')).toBeLessThanOrEqual(9);
        expect(count('warning')).toBeLessThanOrEqual(10);
        expect(count('notice')).toBeLessThanOrEqual(10);
      }),
    );
  });

  test('and the notice at their end account for every finding', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const annotations = annotationsFor(all);
        const pointer = annotations.at(-1)?.title === 'More findings' ? annotations.at(-1) : undefined;
        const shown = annotations.length - (pointer === undefined ? 0 : 1);
        expect(pointer?.message).toBe(
          shown === all.length
            ? undefined
            : `${all.length - shown} more of ${all.length} findings are in the job summary.`,
        );
      }),
    );
  });

  test.each([
    [9, 10, 9, undefined],
    [10, 0, 0, '1 more of 10 findings are in the job summary.'],
    [0, 11, 0, '1 more of 11 findings are in the job summary.'],
    [0, 0, 10, '1 more of 10 findings are in the job summary.'],
    [12, 12, 12, '8 more of 36 findings are in the job summary.'],
  ])('for %i errors, %i warnings and %i notices point to the rest', (errors, warnings, notices, message) => {
    const annotations = annotationsFor([
      ...of(notices, 'notice'),
      ...of(warnings, 'warning'),
      ...of(errors, 'error'),
    ]);
    expect(annotations.find((one) => one.title === 'More findings')?.message).toBe(message);
    expect(annotations[0]?.level).toBe(errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'notice');
  });

  test('say what, why and how to fix it, at the place', () => {
    const at = { file: 'images/web/main.pkr.hcl', line: 11, column: 3, endLine: 12 };
    expect(annotationsFor([createFinding({ at })])).toEqual([
      {
        level: 'error',
        title: 'Packer: images/web',
        message:
          'Unsupported argument\nAn argument named "ami_nam" is not expected here.\nCorrect or remove the argument.',
        at,
      },
    ]);
  });

  test('leave out what there is nothing to say about', () => {
    expect(annotationsFor([createFinding({ why: '', fix: '' })])[0]?.message).toBe('Unsupported argument');
  });

  test('of a rule have its id as their title', () => {
    expect(annotationsFor([createFinding({ rule: 'PKR401' })])[0]?.title).toBe('PKR401');
  });

  test('are not longer than the runner takes', () => {
    expect(
      annotationsFor([createFinding({ why: 'x'.repeat(10_000) })])[0]?.message.length,
    ).toBeLessThanOrEqual(4096);
  });

  test('are none where nothing was found', () => {
    expect(annotationsFor([])).toEqual([]);
  });
});
