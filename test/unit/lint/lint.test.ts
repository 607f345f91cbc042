import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lint } from '../../../src/lint/lint.ts';
import { RULES } from '../../../src/lint/registry.ts';
import type { Hit, Rule, RuleSeverity } from '../../../src/lint/rule.ts';
import { anyText, mutatedTemplate } from '../template/arbitrary.ts';
import { readText } from '../template/reading.ts';
import { lintText, OPTIONS } from './linting.ts';

/** Reports every block `x`, at its header. */
function ruleOn(id: string, severity: RuleSeverity, more: Omit<Hit, 'at'> = {}): Rule {
  return {
    id,
    severity,
    title: 'There is an x',
    what: 'There is an x.',
    why: 'It should not be.',
    fix: 'Remove it.',
    check: ({ blocks }) =>
      blocks.filter(({ type }) => type === 'x').map(({ header }) => ({ at: header, ...more })),
  };
}

const RULE = ruleOn('PKR801', 'high');

test.each([
  ['critical', 'error', 'warning'],
  ['high', 'error', 'warning'],
  ['medium', 'warning', 'notice'],
  ['low', 'notice', 'notice'],
] as const)(
  'a %s fault is an %s, and a %s where it could not be evaluated',
  async (severity, sure, unsure) => {
    const known = await lintText('x {}\n', [ruleOn('PKR801', severity)]);
    expect(known).toMatchObject([
      { severity: sure, rule: 'PKR801', template: 't', reason: 'lint', at: { line: 1 } },
    ]);
    const unknown = await lintText('x {}\n', [ruleOn('PKR801', severity, { notEvaluated: 'var.y' })]);
    expect(unknown).toMatchObject([
      { severity: unsure, what: 'There is an x. (`var.y` could not be evaluated.)' },
    ]);
  },
);

test("a hit's own words stand for the rule's", async () => {
  const [finding] = await lintText('x {}\n', [ruleOn('PKR801', 'low', { what: 'This x is red.' })]);
  expect(finding).toMatchObject({ what: 'This x is red.', why: 'It should not be.', fix: 'Remove it.' });
});

test.each([
  ['above', '# packer-ci:ignore PKR801 it is meant\nx {}\n'],
  ['beside', 'x {} // packer-ci:ignore PKR801 it is meant\n'],
  ['among others', '# packer-ci:ignore PKR801, PKR802 both are meant\nx {}\n'],
])('a comment %s with a reason ignores the finding', async (_where, text) => {
  expect(await lintText(text, [RULE, ruleOn('PKR802', 'low')])).toEqual(
    text.includes('PKR802') ? [] : [expect.objectContaining({ rule: 'PKR802' })],
  );
});

test.each([
  ['no reason', '# packer-ci:ignore PKR801\nx {}\n', ['PKR001', 'PKR801']],
  ['no rule', '# packer-ci:ignore it is meant\nx {}\n', ['PKR001', 'PKR801']],
  ['another rule', '# packer-ci:ignore PKR802 it is meant\nx {}\n', ['PKR002', 'PKR801']],
  ['another place', '# packer-ci:ignore PKR801 it is meant\n\nx {}\n', ['PKR002', 'PKR801']],
  ['another tool', '# other:ignore PKR801 it is meant\nx {}\n', ['PKR801']],
  ['no comment', 'y = "# packer-ci:ignore PKR801 it is meant"\nx {}\n', ['PKR801']],
  ['nothing to ignore', '# packer-ci:ignore PKR801 it is meant\ny {}\n', ['PKR002']],
])('a comment with %s does not', async (_what, text, rules) => {
  const findings = await lintText(text, [RULE]);
  expect(findings.map(({ rule }) => rule)).toEqual(rules);
  expect(
    findings.filter(({ rule }) => rule.startsWith('PKR0')).every(({ severity }) => severity === 'warning'),
  ).toBe(true);
});

test('ignored rules report nothing, and comments about them are not stale', async () => {
  const text = '# packer-ci:ignore PKR801 it is meant\nx {}\n# packer-ci:ignore PKR801\n';
  expect(await lintText(text, [RULE], { ignore: ['PKR801', 'PKR001'] })).toEqual([]);
});

test('findings come in the order of the file, each once', async () => {
  const findings = await lintText('x {}\nx {}\n', [ruleOn('PKR802', 'low'), RULE, RULE]);
  expect(findings.map(({ at, rule }) => `${at?.line} ${rule}`)).toEqual([
    '1 PKR801',
    '1 PKR802',
    '2 PKR801',
    '2 PKR802',
  ]);
});

test('a template that was not read whole is not linted', async () => {
  const { model } = await readText('x {}\ny {');
  expect(lint({ ...model, blocks: [] }, [RULE], OPTIONS)).toEqual([]);
});

test('a rule that breaks down is named', async () => {
  const cause = new Error('boom');
  const broken: Rule = {
    ...RULE,
    check: () => {
      throw cause;
    },
  };
  await expect(lintText('x {}\n', [broken])).rejects.toMatchObject({
    message: 'The lint rule PKR801 broke down on the template `t`.',
    cause,
  });
});

test('no template brings a rule down; every finding lies within the file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyText, mutatedTemplate), async (text) => {
      const { model } = await readText(text);
      for (const { at } of lint({ ...model, complete: true }, RULES, OPTIONS)) {
        expect(at?.line).toBeGreaterThanOrEqual(1);
        expect(at?.line).toBeLessThanOrEqual(text.split('\n').length);
      }
    }),
    { numRuns: 500 },
  );
}, 60_000);
