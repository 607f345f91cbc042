import type { Finding } from '../finding.ts';
import type { SourceLines } from '../source-lines.ts';
import { code, codeBlock, escapeMarkdown, link, prose } from './markdown.ts';

/** How many bytes findings may take in all, how a formatting diff is shown, and where the rules' pages are. */
export type FindingsForm = {
  readonly budget: number;
  readonly suggestions: boolean;
  readonly rulePages: string;
};

/** A longer change is easier to read as a diff, and easier to make with `packer fmt`. */
const LONGEST_SUGGESTION = 8;

/** The findings with their source lines, as many as the budget takes, the rest counted. */
export function findingsText(findings: readonly Finding[], sources: SourceLines, form: FindingsForm): string {
  const shown: string[] = [];
  let left = form.budget;
  for (const finding of findings) {
    const text = findingText(finding, sources, form);
    left -= Buffer.byteLength(text) + 2;
    if (left < 0) break;
    shown.push(text);
  }
  const more = findings.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n\n');
}

const SIGN: Readonly<Record<Finding['severity'], string>> = { error: '❌', warning: '⚠️', notice: 'ℹ️' };

function findingText(finding: Finding, sources: SourceLines, form: FindingsForm): string {
  const { at, rule } = finding;
  const place = at === undefined ? escapeMarkdown(finding.template) : code(`${at.file}:${at.line}`);
  const head = `${SIGN[finding.severity]} ${place} **${prose(finding.what)}**${ruleText(rule, form)}`;
  const source = finding.diff === undefined ? sourceBlock(finding, sources) : diffBlock(finding.diff, form);
  return [head, prose(finding.why), source, finding.fix === '' ? '' : `➡️ ${prose(finding.fix)}`]
    .filter(Boolean)
    .join('\n\n');
}

/** A rule of ours by its id, with its page where that is known. */
function ruleText(rule: string, { rulePages }: FindingsForm): string {
  if (!rule.startsWith('PKR')) return '';
  return ` (${rulePages === '' ? code(rule) : link(rule, `${rulePages}/${rule}.md`)})`;
}

function diffBlock(diff: string, { suggestions }: FindingsForm): string {
  const lines = suggestedLines(diff);
  const short = lines.length > 0 && lines.length <= LONGEST_SUGGESTION;
  return suggestions && short ? codeBlock(lines.join('\n'), 'suggestion') : codeBlock(diff, 'diff');
}

/** What stands for the lines from the first to the last that change; none where lines are only added. */
function suggestedLines(diff: string): readonly string[] {
  const lines = diff.split('\n').filter((line) => !line.startsWith('@@'));
  const changed = (line: string): boolean => line.startsWith('-') || line.startsWith('+');
  if (!lines.some((line) => line.startsWith('-'))) return [];
  const range = lines.slice(lines.findIndex(changed), lines.findLastIndex(changed) + 1);
  return range.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
}

/** The lines at fault with two around them: Packer leaves them out of most of its messages. */
function sourceBlock({ at }: Finding, sources: SourceLines): string {
  const lines = at === undefined ? undefined : sources(at.file);
  if (at === undefined || lines === undefined || at.line > lines.length) return '';
  const from = Math.max(1, at.line - 2);
  const to = Math.min(lines.length, Math.min(at.endLine ?? at.line, at.line + 10) + 2);
  const width = String(to).length;
  const shown = lines.slice(from - 1, to).map((line, index) => {
    const number = from + index;
    return `${String(number).padStart(width)}${number === at.line ? ' ▸ ' : '   '}${line.slice(0, 300)}`;
  });
  return codeBlock(shown.join('\n'), 'hcl');
}
