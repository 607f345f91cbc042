import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../src/check/check.ts';
import type { Finding } from '../../../src/finding.ts';
import { formatFindings } from '../../../src/packer/findings.ts';
import { commentMarker, commentText } from '../../../src/report/comment.ts';
import type { Report } from '../../../src/report/report.ts';
import { readTranscript } from '../../support/transcripts.ts';
import { createFailure, createFinding, createModel, createReport, createTemplate } from '../builders.ts';

const RUN = 'https://github.com/acme/images/actions/runs/1';
/** GitHub refuses a comment of more characters. */
const LONGEST = 65_536;

const comment = (report: Partial<Report>, sources: readonly string[] = []): string =>
  commentText(createReport({ mode: 'validate', ...report }), () => sources, RUN);

const check = (name: string, findings: readonly Finding[]): CheckResult => ({
  template: createTemplate({ name }),
  model: createModel(),
  varFiles: [],
  findings,
  buildable: findings.length === 0,
});

const many = (count: number): readonly Finding[] =>
  Array.from({ length: count }, (_, index) =>
    createFinding({ what: `Fault number ${index + 1}.`, at: { file: 'a.pkr.hcl', line: index + 1 } }),
  );

describe('the comment of a clean run', () => {
  test('is folded as a whole, with a link to the run', () => {
    const text = comment({ checks: [check('images/web', [])] });
    expect(text.split('\n')[0]).toBe('<details><summary>✅ 1 template checked at 4f2a91c</summary>');
    expect(text).toContain('| images/web | ✅ |');
    expect(text).toContain(`</details>\n\n[Run](${RUN})`);
  });

  test.each([
    { title: 'a finding', report: { findings: [createFinding({ severity: 'notice' })] } },
    { title: 'a failure', report: { failures: [createFailure()] } },
    { title: 'a warning about the run', report: { warnings: ['The disk is nearly full.'] } },
  ])('with $title is not', ({ report }) => {
    expect(comment(report).split('\n')[0]).toMatch(/^## /);
  });
});

describe('a long comment', () => {
  test.each([1, 100, 3000, 20_000])(
    'of %i findings stays within the limit, says how many are left out',
    (count) => {
      const findings = many(count);
      const text = comment({ findings, checks: [check('images/web', findings)] });
      const shown = text.match(/Fault number \d+\./g)?.length ?? 0;
      const left = Number(/… and (\d+) more\./.exec(text)?.[1] ?? 0);

      expect(text.length).toBeLessThan(LONGEST - 1000);
      expect(shown + left).toBe(count);
      expect(shown).toBe(count < 200 ? count : shown);
      expect(shown).toBeGreaterThan(0);
      expect(text).toMatch(/<\/details>\n\n\[Run\]/);
    },
  );

  test.each([200, 2000])(
    'of %i templates is cut at a row, and still ends with the link to the run',
    (count) => {
      const checks = Array.from({ length: count }, (_, index) =>
        check(`images/team-${index}/web`, [createFinding({ template: `images/team-${index}/web` })]),
      );
      const text = comment({ checks, findings: checks.flatMap(({ findings }) => findings) });

      expect(text.length).toBeLessThan(LONGEST - 1000);
      const rows = text.split('\n').filter((line) => line.startsWith('| images/'));
      expect(rows.length).toBeGreaterThan(10);
      for (const row of rows) expect(row).toMatch(/^\| images\/team-\d+\/web \| .+ \| 1 \| 0 \| 0 \|$/);
      expect(text).toContain(`[Run](${RUN})`);
    },
  );

  test('of findings in any script and length stays within the limit and whole', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 5000 });
    const finding = fc.record({ what: text, why: text, fix: text }).map((parts) => createFinding(parts));
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 60 }), (findings) => {
        const made = comment({ findings, failures: [createFailure()] });
        expect(made.length).toBeLessThan(LONGEST - 1000);
        expect(made.isWellFormed()).toBe(true);
        expect(made.split('<details>')).toHaveLength(made.split('</details>').length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a place that is not in the canonical format', () => {
  const { files, stdout } = readTranscript('fmt-check');
  const before = (files['main.pkr.hcl'] ?? '').split('\n');
  const findings = formatFindings(stdout, createTemplate());

  test('comes as a suggestion when the change is short', () => {
    expect(findings).toHaveLength(1);
    const text = comment({ findings }, before);
    expect(text).toContain('```suggestion\n');
    expect(text).toContain('  type      = string');
    expect(text).not.toContain('```diff');
  });

  test('suggests lines that can stand in the place of those it names', () => {
    const [finding] = findings;
    const text = comment({ findings }, before);
    const suggested = /```suggestion\n([\s\S]*?)\n```/.exec(text)?.[1]?.split('\n') ?? [];
    const { line = 0, endLine = 0 } = finding?.at ?? {};
    const after = [...before.slice(0, line - 1), ...suggested, ...before.slice(endLine)];

    // Only blanks change when Packer formats a file.
    const words = (lines: readonly string[]): string => lines.join('\n').replace(/[ \t]+/g, '');
    expect(words(after)).toBe(words(before));
    expect(after).toContain('  ami_name      = "x-1"');
  });

  test('comes as a diff when the change is long', () => {
    const changed = Array.from({ length: 12 }, (_, index) => `-a${index}=1\n+a${index} = 1`);
    const long = createFinding({ diff: `@@ -1,12 +1,12 @@\n${changed.join('\n')}` });
    const text = comment({ findings: [long] });
    expect(text).toContain('```diff\n@@ -1,12 +1,12 @@');
    expect(text).not.toContain('```suggestion');
  });
});

describe('the marker', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 60 });

  test('is one HTML comment in one line, whatever the names', () => {
    fc.assert(
      fc.property(name, name, (workflow, job) => {
        expect(commentMarker(workflow, job)).toMatch(/^<!-- packer-ci: [^<>@\s]* \/ [^<>@\s]* -->$/);
      }),
    );
    expect(commentMarker('--> <b>', '--!>')).not.toMatch(/-->.|<b>/);
  });

  test('differs where workflow or job differ', () => {
    fc.assert(
      fc.property(name, name, name, name, (a, b, c, d) => {
        expect(commentMarker(a, b) === commentMarker(c, d)).toBe(a === c && b === d);
      }),
    );
    expect(commentMarker('a / b', 'c')).not.toBe(commentMarker('a', 'b / c'));
  });
});
