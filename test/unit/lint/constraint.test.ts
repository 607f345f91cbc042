import { expect, test } from 'vitest';
import { admitsBelow, hasUpperBound, parseConstraint } from '../../../src/lint/constraint.ts';

test.each([
  ['= 1.8.2', true, false],
  ['1.8.2', true, false],
  ['v1.8.2', true, false],
  ['~> 1.8.1', true, false],
  ['~> 1.8', true, true],
  ['~> 1', false, true],
  ['>= 1.0.0', false, true],
  ['>= 1.8.1', false, false],
  ['> 1.8.0', false, true],
  ['>= 1.0, < 2.0.0', true, true],
  ['>=1.9.0,<2', true, false],
  ['!= 1.8.0', false, true],
  ['= 1.8.0-rc1', true, true],
])('%s: upper bound %s, admits a version below 1.8.1 %s', (text, upper, below) => {
  const constraint = parseConstraint(text);
  expect(constraint && [hasUpperBound(constraint), admitsBelow(constraint, '1.8.1')]).toEqual([upper, below]);
});

test.each(['', 'latest', '1.x', '>= 1.0 <2'])('%j is no constraint', (text) => {
  expect(parseConstraint(text)).toBeUndefined();
});
