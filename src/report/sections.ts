import { countBySeverity } from '../finding.ts';
import { code, codeBlock, duration, escapeMarkdown, prose, table } from './markdown.ts';
import { plural, type Report } from './report.ts';

/** The first line of a summary or comment: how the run went. */
export function headline(report: Report): string {
  const made = plural(report.images.length, 'image');
  const commit = report.commit.slice(0, 7);
  const [first] = report.failures;
  if (first !== undefined)
    return `## ❌ ${report.images.length > 0 ? `${made} built, but the run failed` : 'Failed'} (${code(first.reason)})`;
  const checkedOnly = report.mode !== 'build' || (report.builds.length === 0 && report.images.length === 0);
  if (!checkedOnly) return `## ✅ ${made} built from ${commit}`;
  return `## ✅ ${plural(report.templates.length, 'template')} checked at ${commit}`;
}

/** A summary or comment that is too long is dropped whole by GitHub. */
const MOST_FAILURES = 20;
const LONGEST_TEXT = 2000;

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

/** Each failure: what, why, and what to do, with a command in a block of its own. */
export function failureParts(report: Report): readonly string[] {
  const shown = report.failures.slice(0, MOST_FAILURES).map(({ what, why, fix }) => {
    const command = /^(.*?)(aws ec2 .+)$/s.exec(fix);
    const remedy = command
      ? `${prose(command[1] ?? '')}\n\n${codeBlock(command[2] ?? '', 'sh')}`
      : prose(fix);
    return [`**${prose(shortened(what))}**`, prose(shortened(why)), remedy === '' ? '' : `➡️ ${remedy}`]
      .filter(Boolean)
      .join('\n\n');
  });
  const more = report.failures.length - shown.length;
  return more > 0 ? [...shown, `… and ${plural(more, 'more failure')}; the log names each.`] : shown;
}

export function warningParts(report: Report): readonly string[] {
  return report.warnings.map((warning) => `⚠️ ${prose(warning)}`);
}

/** A summary has room for this many rows of a table. */
const MOST_ROWS = 1000;

/** A table cut on a row, with how many more there are. */
function limited(head: readonly string[], rows: readonly (readonly string[])[], most: number): string {
  const more = rows.length - most;
  const shown = table(head, rows.slice(0, most));
  return more > 0 ? `${shown}\n\n… and ${more} more.` : shown;
}

/** The images; empty where there are none. */
export function imageTable(report: Report, most = MOST_ROWS): string {
  if (report.images.length === 0) return '';
  const seconds = new Map(
    report.builds.flatMap(({ template, builds }) =>
      builds.map((one) => [`${template.name}/${one.name}`, one.seconds]),
    ),
  );
  const rows = report.images.map((image) => {
    const took = seconds.get(`${image.template}/${image.build}`);
    const names = image.names.length > 0 ? image.names : image.files;
    // `VM` is what QEMU's builder says of every image: its files tell them apart.
    const id = image.id === 'VM' || image.id === '' ? '' : code(image.id);
    return [
      escapeMarkdown(image.template),
      `${escapeMarkdown(image.build)}${image.partial ? ' (partial)' : ''}`,
      image.region || image.kind,
      [id, ...names.map(code)].filter(Boolean).join('<br>'),
      took === undefined ? '' : duration(took),
    ];
  });
  const onlyAmis = report.images.every((image) => image.kind === 'ami');
  const [where = '', what = ''] = onlyAmis ? ['Region', 'AMI'] : ['Region or kind', 'Image'];
  return limited(['Template', 'Build', where, what, 'Took'], rows, most);
}

/** The templates and their state; empty where none was checked. */
export function templateTable(report: Report, most = MOST_ROWS): string {
  if (report.checks.length === 0) return '';
  const rows = report.checks.map(({ template, findings }) => {
    const { error, warning, notice } = countBySeverity(findings);
    const result = report.builds.find((one) => one.template.name === template.name);
    const failed = result?.failure !== undefined || result?.builds.some((one) => one.failure !== undefined);
    const state = error > 0 ? '❌ checks failed' : failed ? '❌ build failed' : '✅';
    return [escapeMarkdown(template.name), state, String(error), String(warning), String(notice)];
  });
  return limited(['Template', 'State', 'Errors', 'Warnings', 'Notices'], rows, most);
}
