import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Log, ReportingDescriptor, Result, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import { sarifText } from '../../../src/report/sarif.ts';
import { sarifRules } from '../../../src/report/sarif-rules.ts';
import { createFinding } from '../builders.ts';

const SCHEMA = path.join(import.meta.dirname, '../../fixtures/sarif-schema-2.1.0.json');
const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

const FILE = 'images/web/main.pkr.hcl';
const SOURCE = ['# first', 'a = 1', 'b = 2', 'a = 1', '  a = 1'];
const at = (line: number, more: Partial<Finding['at']> = {}) => ({ file: FILE, line, ...more });

async function runOf(
  findings: readonly Finding[],
  lines: readonly string[] | undefined = SOURCE,
  pages = 'https://github.com/acme/packer-ci/blob/v1/docs/rules',
): Promise<Run> {
  const log: Log = JSON.parse(await sarifText(findings, sarifRules(pages), () => lines));
  isSarif(log);
  expect(isSarif.errors).toBeNull();
  const [run] = log.runs;
  if (run === undefined || log.runs.length > 1) throw new Error('a file of ours has one run');
  return run;
}

async function resultsOf(
  findings: readonly Finding[],
  lines?: readonly string[],
): Promise<readonly Result[]> {
  return (await runOf(findings, lines)).results ?? [];
}

const fingerprints = async (findings: readonly Finding[], lines?: readonly string[]) =>
  (await resultsOf(findings, lines)).map(({ partialFingerprints }) => partialFingerprints?.['packerCi/v1']);

const lint = (overrides: Partial<Finding>): Finding =>
  createFinding({ rule: 'PKR103', at: at(2), ...overrides });

describe('SARIF', () => {
  test('without a finding is a valid file with an empty list', async () => {
    const run = await runOf([]);
    expect(run.tool.driver.name).toBe('packer-ci');
    expect(run.results).toEqual([]);
  });

  test.each([
    ['error', 'error'],
    ['warning', 'warning'],
    ['notice', 'note'],
  ] as const)('gives a finding that is an %s the level %s', async (severity, level) => {
    expect(await resultsOf([lint({ severity })])).toMatchObject([{ level, ruleId: 'PKR103' }]);
  });

  test('says what, why and what to do, at the place', async () => {
    const place = at(2, { column: 3, endLine: 4, endColumn: 7 });
    const [result] = await resultsOf([lint({ what: 'One.', why: 'Two.', fix: 'Three', at: place })]);
    expect(result?.message.text).toBe('One. Two. Three.');
    expect(result?.locations).toMatchObject([
      {
        physicalLocation: {
          artifactLocation: { uri: FILE },
          region: { startLine: 2, startColumn: 3, endLine: 4, endColumn: 7 },
        },
      },
    ]);
  });

  test('leaves out what has no place, since code scanning refuses it', async () => {
    const { at: _, ...nowhere } = createFinding();
    expect(await resultsOf([nowhere, lint({})])).toHaveLength(1);
  });

  test('keeps to the 5,000 results that GitHub keeps', async () => {
    const findings = Array.from({ length: 6000 }, (_, index) => lint({ at: at(index + 1) }));
    expect(await resultsOf(findings)).toHaveLength(5000);
  });
});

describe('a rule', () => {
  const ruleOf = async (pages?: string): Promise<ReportingDescriptor> => {
    const run = await runOf([lint({}), lint({ at: at(4) })], SOURCE, pages);
    const rules = run.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(['PKR103']);
    for (const result of run.results ?? []) expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    if (rules[0] === undefined) throw new Error('there is no rule');
    return rules[0];
  };

  test('is there once, with its title, help, page and rank', async () => {
    const rule = await ruleOf();
    expect(rule.shortDescription?.text).toBe('Plugin source outside the allow-list');
    expect(rule.help?.text).toContain('`packer init` downloads the plugin and runs it');
    expect(rule.help?.markdown).toContain('**Fix:**');
    expect(rule.helpUri).toBe('https://github.com/acme/packer-ci/blob/v1/docs/rules/PKR103.md');
    expect(rule.properties).toMatchObject({
      'security-severity': '9.5',
      tags: expect.arrayContaining(['security']),
    });
  });

  test('has no page where nobody knows where the pages are', async () => {
    expect(await ruleOf('')).not.toHaveProperty('helpUri');
  });

  test.each(sarifRules('').map((rule) => [rule.id, rule] as const))(
    '%s has a rank that GitHub takes',
    (_, rule) => {
      expect(Number(rule.securitySeverity)).toBeGreaterThan(0);
      expect(Number(rule.securitySeverity)).toBeLessThanOrEqual(10);
    },
  );
});

describe('a fingerprint', () => {
  test('stays the same when lines above it come and go', async () => {
    const moved = ['# one more', '# and another', ...SOURCE];
    expect(await fingerprints([lint({ at: at(4) })], moved)).toEqual(
      await fingerprints([lint({ at: at(2) })]),
    );
  });

  test('stays the same when the line is indented', async () => {
    expect(await fingerprints([lint({ at: at(5) })])).toEqual(await fingerprints([lint({ at: at(2) })]));
  });

  test('differs for two equal findings, and each stays the same when both move', async () => {
    const before = await fingerprints([lint({ at: at(2) }), lint({ at: at(4) })]);
    const after = await fingerprints([lint({ at: at(3) }), lint({ at: at(5) })], ['# new', ...SOURCE]);
    expect(new Set(before).size).toBe(2);
    expect(after).toEqual(before);
  });

  test.each([
    { title: 'rule', other: lint({ rule: 'PKR104' }) },
    { title: 'file', other: lint({ at: { file: 'other.pkr.hcl', line: 2 } }) },
    { title: 'line’s text', other: lint({ at: at(3) }) },
    { title: 'fault', other: lint({ what: 'Another plugin.' }) },
  ])('differs with the $title', async ({ other }) => {
    expect(await fingerprints([other])).not.toEqual(await fingerprints([lint({})]));
  });
});

describe('hostile text', () => {
  test('of any kind leaves the file valid and the text as it was', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .map((name) => name.replaceAll('/', '-'));
    const finding = fc
      .record({
        what: text,
        why: text,
        file: fc.array(segment, { minLength: 1, maxLength: 4 }),
        line: fc.integer({ min: 1, max: 9 }),
      })
      .map(({ what, why, file, line }) => lint({ what, why, at: { file: file.join('/'), line } }));
    await fc.assert(
      fc.asyncProperty(fc.array(finding, { minLength: 1, maxLength: 5 }), async (findings) => {
        const results = await resultsOf(findings);
        for (const [index, { what, at: place }] of findings.entries()) {
          expect(results[index]?.message.text).toContain(what.trim());
          const uri = results[index]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
          expect(decodeURIComponent(uri)).toBe(place?.file);
        }
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    'images/my web/a b.pkr.hcl',
    'images/a#1/b?c.pkr.hcl',
    'images/100%/a%20b.pkr.hcl',
    'images/naïve/ü漢.pkr.hcl',
    'a:b/c.pkr.hcl',
  ])('a file called `%s` has a relative address that leads to it', async (file) => {
    const [result] = await resultsOf([lint({ at: { file, line: 1 } })]);
    const uri = result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
    const { host, pathname, search, hash } = new URL(uri, 'https://root/repository/');
    expect([host, decodeURIComponent(pathname), search, hash]).toEqual([
      'root',
      `/repository/${file}`,
      '',
      '',
    ]);
    expect(uri).not.toContain(' ');
  });

  test('that looks like a marker of the library’s own is only text', async () => {
    const what = 'SARIF_BUILDER_INVALID: INVALID <script> \u0000 \u2028.';
    const [result] = await resultsOf([lint({ what })]);
    expect(result?.message.text).toContain(what);
  });
});
