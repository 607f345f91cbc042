import path from 'node:path';
import parseDiff from 'parse-diff';
import type { FailureReason } from '../failure.ts';
import type { Finding, SourceRange } from '../finding.ts';
import { leadsOut } from '../inputs/paths.ts';
import type { Template } from '../plan/template.ts';
import {
  type Diagnostic,
  type DiagnosticPlace,
  parseDiagnostics,
  readable,
  splitSpan,
} from './diagnostics.ts';
import { endingText } from './ending.ts';
import type { Captured } from './packer.ts';
import { remedyFor } from './remedies.ts';

/** Findings from the diagnostics that a call of Packer printed, each bullet of a list one of its own. */
export function diagnosticFindings(
  output: string,
  template: Template,
  reason: FailureReason,
): readonly Finding[] {
  return parseDiagnostics(output).flatMap((diagnostic) => fromDiagnostic(diagnostic, template, reason));
}

function fromDiagnostic(
  diagnostic: Diagnostic,
  template: Template,
  reason: FailureReason,
): readonly Finding[] {
  const finding = (what: string, why: string, at: DiagnosticPlace | undefined): Finding => ({
    severity: diagnostic.severity,
    rule: 'packer',
    template: template.name,
    what,
    why,
    fix: remedyFor(what, why),
    ...placed(at, template),
    reason,
  });
  if (diagnostic.bullets.length === 0 || /^Missing plugins?/.test(diagnostic.title))
    return [
      finding(
        diagnostic.title,
        [diagnostic.detail, ...diagnostic.bullets].filter(Boolean).join('\n'),
        diagnostic.at,
      ),
    ];
  return diagnostic.bullets.map((bullet) => {
    const spanned = splitSpan(bullet);
    const [what = '', ...why] = (spanned?.text ?? bullet).split('; ');
    return finding(what, why.join('; '), spanned?.at ?? diagnostic.at);
  });
}

/** parse-diff stumbles over a note about the last line of a file where no line of it was shown before. */
function onlyDiffs(output: string): string {
  return output.replace(/^\\ No newline at end of file\r?\n?/gm, '');
}

/** One finding a hunk of `fmt -diff`, at the first line that would change. */
export function formatFindings(output: string, template: Template): readonly Finding[] {
  return parseDiff(onlyDiffs(output)).flatMap((file) =>
    file.chunks.map((chunk): Finding => {
      const changed = chunk.changes.filter((change) => change.type === 'del');
      const lines = changed.map((change) => change.ln);
      const first = lines[0] ?? chunk.oldStart;
      const at = {
        file: (file.from ?? '').replace(/^old\//, ''),
        line: first,
        endLine: lines.at(-1) ?? first,
      };
      return {
        severity: 'error',
        rule: 'packer',
        template: template.name,
        what: 'Not in the canonical format.',
        why: `\`packer fmt\` would change ${lines.length === 1 ? 'this line' : 'these lines'}.`,
        fix: `Run \`packer fmt ${template.name}\` and commit the result.`,
        at: fromRoot(at, template),
        diff: [chunk.content, ...chunk.changes.map((change) => change.content)].join('\n'),
        reason: 'fmt',
      };
    }),
  );
}

/** For a call that failed without a diagnostic: what it printed last is all there is to say. */
export function wordlessFinding(
  captured: Captured,
  command: string,
  template: Template,
  reason: FailureReason,
): Finding {
  const said = (captured.stderr.trim() || readable(captured.stdout).trim())
    .split(/\r?\n/)
    .slice(-20)
    .join('\n');
  const died = captured.ending.kind === 'killed';
  return {
    severity: 'error',
    rule: 'packer',
    template: template.name,
    what: `\`packer ${command}\` ${died ? 'died' : 'failed'} (${endingText(captured.ending)}).`,
    why: said,
    fix:
      remedyFor(said, '') ||
      (died
        ? 'Look for memory or time limits of the runner, then run the job again.'
        : 'Run the same command locally to see more.'),
    reason,
  };
}

/** No place for a file of ours outside the repository, such as the var file for `variables`. */
function placed(at: DiagnosticPlace | undefined, template: Template): { readonly at?: SourceRange } {
  const range = at === undefined ? undefined : fromRoot(at, template);
  return range === undefined || leadsOut(range.file) ? {} : { at: range };
}

/** Packer prints paths relative to the template's directory, and var files as they were given: absolute. */
function fromRoot(at: DiagnosticPlace, template: Template): SourceRange {
  const root = path.resolve(template.directory, path.relative(template.folder, '.'));
  const fromDirectory = path.relative(root, path.resolve(template.directory, at.file)).replaceAll('\\', '/');
  return { ...inOrder(at), file: fromDirectory };
}

/** Packer counts from 1; a 0, as for a file that was empty, is its first line, and no range ends before it starts. */
function inOrder(at: DiagnosticPlace): Omit<DiagnosticPlace, 'file'> {
  const line = Math.max(1, at.line);
  const endLine = Math.max(line, at.endLine ?? line);
  if (at.column === undefined) return at.endLine === undefined ? { line } : { line, endLine };
  const column = Math.max(1, at.column);
  const endColumn = Math.max(endLine === line ? column : 1, at.endColumn ?? column);
  return { line, column, endLine, endColumn };
}
