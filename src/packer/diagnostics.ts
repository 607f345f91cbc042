import { parseEvent } from './machine-readable.ts';
import { restoreLineEnds } from './text.ts';

/** One `Error:` or `Warning:` as Packer prints it, lines joined again. */
export type Diagnostic = {
  readonly severity: 'error' | 'warning';
  readonly title: string;
  /** The text under the title, a paragraph a line; empty where there is none. */
  readonly detail: string;
  /** The `*` bullets of a list of faults, each on one line. */
  readonly bullets: readonly string[];
  readonly at: DiagnosticPlace | undefined;
};

/** A place as Packer gives it: the path is relative to where it ran. Lines and columns count from 1. */
export type DiagnosticPlace = {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
};

/**
 * The diagnostics in what `validate`, `fmt`, `init` or `build` printed, as prose or machine-readable. Packer
 * wraps prose at 78 columns (hcl's NewDiagnosticTextWriter); the wrapped lines of a paragraph are joined.
 */
export function parseDiagnostics(output: string): readonly Diagnostic[] {
  const lines = readable(output).split(/\r?\n/);
  const starts = lines.flatMap((line, index) => (HEADER.test(line) ? [index] : []));
  return starts.map((start, index) => parseOne(lines.slice(start, starts[index + 1] ?? lines.length)));
}

/** Packer's words without the machine-readable envelope, when they came in one. */
export function readable(output: string): string {
  const lines = output.split(/\r?\n/).filter((line) => line !== '');
  const events = lines.map(parseEvent);
  if (lines.length === 0 || events.some((event) => event.kind === 'unreadable')) return output;
  return events.flatMap((event) => (event.kind === 'ui' ? [restoreLineEnds(event.text)] : [])).join('\n');
}

const HEADER = /^(Error|Warning): (.*)$/;
const PLACE = /^ {2}on (.+?) line (\d+)(?:, in .*)?:$/;
/** A bullet of fmt's syntax errors carries its own place: `FILE:LINE,COLUMN-LINE,COLUMN: `. */
const SPAN = /^(.+?):(\d+),(\d+)-(?:(\d+),)?(\d+): (.*)$/s;

function parseOne(lines: readonly string[]): Diagnostic {
  // A title that Packer wraps goes on until the empty line under it.
  const blank = lines.findIndex((line) => line.trim() === '');
  const header = lines
    .slice(0, blank === -1 ? lines.length : blank)
    .map((line) => line.trim())
    .join(' ');
  const rest = blank === -1 ? [] : lines.slice(blank);
  const [, word, title = ''] = HEADER.exec(header) ?? [];
  const place = rest.map((line) => PLACE.exec(line)).find((match) => match !== null);
  const body = withoutSource(rest);
  const paragraphs = joinParagraphs(body);
  const bullets = paragraphs.flatMap((text) => (text.startsWith('* ') ? [text.slice(2)] : []));
  const prose = paragraphs.filter((text) => !text.startsWith('* ') && !/^\d+ errors? occurred:$/.test(text));
  return {
    severity: word === 'Warning' ? 'warning' : 'error',
    title: title.trim(),
    detail: prose.join('\n'),
    bullets,
    at: place ? { file: place[1] ?? '', line: Number(place[2]) } : undefined,
  };
}

/** The place inside a bullet, and the bullet without it. */
export function splitSpan(
  bullet: string,
): { readonly at: DiagnosticPlace; readonly text: string } | undefined {
  const match = SPAN.exec(bullet);
  if (match === null) return undefined;
  const [, file = '', line, column, endLine, endColumn, text = ''] = match;
  const at = {
    file,
    line: Number(line),
    column: Number(column),
    endLine: Number(endLine ?? line),
    endColumn: Number(endColumn),
  };
  return { at, text };
}

/** Drops the place and the source lines under it: the summary shows the file's own lines instead. */
function withoutSource(lines: readonly string[]): readonly string[] {
  return lines.filter(
    (line) => !PLACE.test(line) && !/^ {2}(?:\(source code not available\)|\d+: .*|\d+:)$/.test(line),
  );
}

/** Joins wrapped lines; a bullet, and an indented line that is no bullet's, start a paragraph of their own. */
function joinParagraphs(lines: readonly string[]): readonly string[] {
  const paragraphs: string[] = [];
  let open = false;
  for (const line of lines) {
    const text = line.trim();
    const last = paragraphs.at(-1);
    if (text === '') open = false;
    else if (text.startsWith('* ') || !open || last === undefined) {
      paragraphs.push(text);
      open = true;
    } else paragraphs[paragraphs.length - 1] = `${last} ${text}`;
  }
  return paragraphs;
}
