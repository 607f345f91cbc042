import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RULE_TEXTS, RULES, rulePage } from '../../../src/lint/registry.ts';
import { linesOf } from './linting.ts';
import { pageHead, parsePage } from './page.ts';

const ids = RULE_TEXTS.map(({ id }) => id);

test('every rule has its own id, its own file and its own page, and there are no others', () => {
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids.every((id) => /^PKR\d{3}$/.test(id))).toBe(true);
  expect(
    readdirSync('docs/rules')
      .filter((name) => name !== 'README.md')
      .sort(),
  ).toEqual(ids.map((id) => `${id}.md`));
  const files = readdirSync('src/lint/rules').map((name) => name.slice(0, 6).toUpperCase());
  expect(files.sort()).toEqual(RULES.map(({ id }) => id));
});

test.each(RULE_TEXTS.map((rule) => [rule.id, rule] as const))('%s says what its page says', (id, rule) => {
  const page = parsePage(readFileSync(rulePage(id), 'utf8'));
  expect(page.head).toBe(pageHead(rule));
  for (const text of [rule.what, rule.why, rule.fix]) expect(text).toMatch(/[.]$/);
  expect(rule.title).not.toMatch(/[.]$/);
});

test.each(ids)('%s reports the bad example of its page and not the good one', async (id) => {
  const { bad, good } = parsePage(readFileSync(rulePage(id), 'utf8'));
  const lines = await linesOf(id, bad);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(bad.split('\n').length);
  }
  expect(await linesOf(id, good)).toEqual([]);
});
