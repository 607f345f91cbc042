import type { SourceLines } from '../source-lines.ts';
import { findingsText } from './finding-text.ts';
import { details, link } from './markdown.ts';
import { plural, type Report } from './report.ts';
import { failureParts, headline, imageTable, templateTable, warningParts } from './sections.ts';

/** GitHub refuses a comment of more than 65,536 characters. */
export const COMMENT_BUDGET = 60_000;

/** Rows of a table; the summary has them all. */
const MOST_ROWS = 100;

/** What a comment is found again by: hidden, and one for each job of each workflow. */
export function commentMarker(workflow: string, job: string): string {
  // Percent-encoded, so that no name of a workflow can end the HTML comment.
  return `<!-- packer-ci: ${encodeURIComponent(workflow)} / ${encodeURIComponent(job)} -->`;
}

/** The comment on a pull request; folded as a whole when there is nothing to say but that all is well. */
export function commentText(report: Report, sources: SourceLines, runUrl: string): string {
  const end = link('Run', runUrl);
  const tables = [imageTable(report, MOST_ROWS), templateTable(report, MOST_ROWS)].filter(
    (part) => part !== '',
  );
  const clean = report.failures.length === 0 && report.findings.length === 0 && report.warnings.length === 0;
  if (clean) {
    const title = headline(report).replace(/^#+ /, '');
    return `${[details(title, tables.join('\n\n')), end].join('\n\n')}\n`;
  }
  const top = [headline(report), ...failureParts(report), ...warningParts(report), ...tables];
  const left = COMMENT_BUDGET - Buffer.byteLength(top.join('\n\n')) - 1024;
  const findings = findingsText(report.findings, sources, {
    budget: left,
    suggestions: true,
    rulePages: report.rulePages,
  });
  const folded = findings === '' ? [] : [details(plural(report.findings.length, 'finding'), findings)];
  return `${[...top, ...folded, end].join('\n\n')}\n`;
}
