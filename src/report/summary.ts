import type { SourceLines } from '../source-lines.ts';
import { findingsText } from './finding-text.ts';
import { details } from './markdown.ts';
import { plural, type Report } from './report.ts';
import { failureParts, headline, imageTable, templateTable, warningParts } from './sections.ts';
import { sweepText } from './sweep-text.ts';
import { terraformSnippet } from './terraform-snippet.ts';

/** GitHub drops a summary of more than 1 MiB whole; in bytes, a good way before. */
export const SUMMARY_BUDGET = 900 * 1024;

/** The job summary: what failed and what to do first, then the images, then the rest, folded. */
export function summaryText(report: Report, sources: SourceLines, budget = SUMMARY_BUDGET): string {
  const terraform = terraformSnippet(report);
  const top = [
    headline(report),
    ...failureParts(report),
    ...warningParts(report),
    imageTable(report),
    templateTable(report),
    sweepText(report.swept),
    terraform === '' ? '' : details('Use it in Terraform', terraform),
  ].filter((part) => part !== '');
  const left = budget - Buffer.byteLength(top.join('\n\n')) - 1024;
  const findings = findingsText(report.findings, sources, {
    budget: left,
    suggestions: false,
    rulePages: report.rulePages,
  });
  const folded = findings === '' ? [] : [details(plural(report.findings.length, 'finding'), findings)];
  return `${[...top, ...folded].join('\n\n')}\n`;
}
