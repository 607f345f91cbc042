import type { Finding } from '../finding.ts';
import { code, codeBlock, details, duration, escapeMarkdown, prose, table } from './markdown.ts';
import { plural, type Report } from './report.ts';
import { terraformSnippet } from './terraform-snippet.ts';

/** The lines of a file of the repository, or undefined where it cannot be read. */
export type SourceLines = (file: string) => readonly string[] | undefined;

/** GitHub drops a summary of more than 1 MiB whole; we stop a good way before. */
export const SUMMARY_BUDGET = 900 * 1024;

/** The job summary: what failed and what to do first, then the images, then the findings. */
export function summaryText(report: Report, sources: SourceLines, budget = SUMMARY_BUDGET): string {
  const parts = [
    headline(report),
    ...failureParts(report),
    ...warningParts(report),
    imageTable(report),
    templateTable(report),
  ].filter(Boolean);
  const used = parts.reduce((sum, part) => sum + bytes(part) + 2, 0);
  const findings = findingParts(report.findings, sources, budget - used - 2048);
  const terraform = terraformSnippet(report);
  return `${[...parts, ...findings, ...(terraform === '' ? [] : [details('Use it in Terraform', terraform)])].join('\n\n')}\n`;
}

const bytes = (text: string): number => Buffer.byteLength(text);
const short = (commit: string): string => commit.slice(0, 7);

function headline(report: Report): string {
  const made = plural(report.images.length, 'image');
  if (report.failures.length > 0)
    return `## ❌ ${report.images.length > 0 ? `${made} built, but the run failed` : 'Failed'} (${code(report.failures[0]?.reason ?? '')})`;
  if (report.mode === 'build') return `## ✅ ${made} built from ${short(report.commit)}`;
  return `## ✅ ${plural(report.templates.length, 'template')} checked at ${short(report.commit)}`;
}

function failureParts(report: Report): readonly string[] {
  return report.failures.map(({ what, why, fix }) => {
    const command = /^(.*?)(aws ec2 .+)$/s.exec(fix);
    const remedy = command
      ? `${prose(command[1] ?? '')}\n\n${codeBlock(command[2] ?? '', 'sh')}`
      : prose(fix);
    return [`**${prose(what)}**`, prose(why), remedy === '' ? '' : `➡️ ${remedy}`]
      .filter(Boolean)
      .join('\n\n');
  });
}

function warningParts(report: Report): readonly string[] {
  return report.warnings.map((warning) => `⚠️ ${prose(warning)}`);
}

function imageTable(report: Report): string {
  if (report.images.length === 0) return '';
  const seconds = new Map(
    report.builds.flatMap(({ template, builds }) =>
      builds.map((one) => [`${template.name}/${one.name}`, one.seconds]),
    ),
  );
  const rows = report.images.map((image) => {
    const took = seconds.get(`${image.template}/${image.build}`);
    const names = image.names.length > 0 ? image.names : image.files;
    const shown = image.id === 'VM' || image.id === '' ? '' : code(image.id);
    return [
      escapeMarkdown(image.template),
      escapeMarkdown(image.build),
      image.region || image.kind,
      [shown, ...names.map(code)].filter(Boolean).join('<br>'),
      took === undefined ? '' : duration(took),
    ];
  });
  const onlyAmis = report.images.every((image) => image.kind === 'ami');
  return table(
    ['Template', 'Build', onlyAmis ? 'Region' : 'Region or kind', onlyAmis ? 'AMI' : 'Image', 'Took'],
    rows,
  );
}

function templateTable(report: Report): string {
  if (report.checks.length === 0) return '';
  const rows = report.checks.map(({ template, findings }) => {
    const count = (severity: Finding['severity']): number =>
      findings.filter((finding) => finding.severity === severity).length;
    const failed = report.builds.some(
      (result) =>
        result.template.name === template.name &&
        (result.failure !== undefined || result.builds.some((one) => one.failure)),
    );
    const state = count('error') > 0 ? '❌ checks failed' : failed ? '❌ build failed' : '✅';
    return [escapeMarkdown(template.name), state, String(count('error')), String(count('warning'))];
  });
  return table(['Template', 'State', 'Errors', 'Warnings'], rows);
}

/** The findings with their source lines, as many as the budget in bytes takes, the rest counted. */
function findingParts(findings: readonly Finding[], sources: SourceLines, budget: number): readonly string[] {
  if (findings.length === 0) return [];
  const shown: string[] = [];
  let left = budget;
  for (const finding of findings) {
    const text = findingText(finding, sources);
    left -= bytes(text) + 2;
    if (left < 0) break;
    shown.push(text);
  }
  const more = findings.length - shown.length;
  if (more > 0) shown.push(`… and ${more} more; all of them are in the log.`);
  return [details(plural(findings.length, 'finding'), shown.join('\n\n'))];
}

const SIGN: Readonly<Record<Finding['severity'], string>> = { error: '❌', warning: '⚠️', notice: 'ℹ️' };

function findingText(finding: Finding, sources: SourceLines): string {
  const { at } = finding;
  const place = at === undefined ? escapeMarkdown(finding.template) : code(`${at.file}:${at.line}`);
  const source = finding.diff !== undefined ? codeBlock(finding.diff, 'diff') : sourceBlock(finding, sources);
  const lines = [prose(finding.why), source, finding.fix === '' ? '' : `➡️ ${prose(finding.fix)}`];
  return [`${SIGN[finding.severity]} ${place} **${prose(finding.what)}**`, ...lines]
    .filter(Boolean)
    .join('\n\n');
}

/** The lines at fault with two around them: Packer leaves them out of most of its messages. */
function sourceBlock({ at }: Finding, sources: SourceLines): string {
  const lines = at === undefined ? undefined : sources(at.file);
  if (at === undefined || lines === undefined || at.line > lines.length) return '';
  const from = Math.max(1, at.line - 2);
  const to = Math.min(lines.length, Math.min(at.endLine ?? at.line, at.line + 10) + 2);
  const width = String(to).length;
  const shown = lines
    .slice(from - 1, to)
    .map(
      (line, index) =>
        `${String(from + index).padStart(width)}${from + index === at.line ? ' ▸ ' : '   '}${line.slice(0, 300)}`,
    );
  return codeBlock(shown.join('\n'), 'hcl');
}
