/** A place in a text, counted from 1. */
export type Place = { readonly line: number; readonly column: number };

/** What is open at the deepest or at the last place of a text. */
export type Nesting =
  | { readonly kind: 'balanced' }
  | { readonly kind: 'unclosed'; readonly what: string; readonly at: Place }
  | { readonly kind: 'too-deep'; readonly at: Place };

/** Brackets, braces, strings and interpolations within one another; people write fewer than ten. */
export const MAX_NESTING = 100;

type Open = { readonly what: string; readonly closer: string; readonly offset: number };

const HEREDOC = /<<-?([^\s"'<>{}()[\],;]+)[ \t]*\n/y;

/**
 * Counts how deep a text nests without building anything, because both parsers suffer from thousands of
 * open brackets. Linear in the length of the text; skips comments and the literal text of strings.
 */
export function measureNesting(text: string): Nesting {
  const stack: Open[] = [];
  let offset = 0;
  while (offset < text.length) {
    const top = stack.at(-1);
    const next =
      top?.what === 'string' || top?.what === 'heredoc'
        ? inText(text, offset, top)
        : inCode(text, offset, top);
    if (next.closes) stack.pop();
    if (next.opens !== undefined) stack.push(next.opens);
    if (stack.length > MAX_NESTING) return { kind: 'too-deep', at: place(text, offset) };
    offset = next.offset;
  }
  const open = stack.at(-1);
  return open === undefined
    ? { kind: 'balanced' }
    : { kind: 'unclosed', what: open.what, at: place(text, open.offset) };
}

type Step = { readonly offset: number; readonly opens?: Open; readonly closes?: boolean };

function inCode(text: string, offset: number, top: Open | undefined): Step {
  const char = text.charAt(offset);
  if (char === top?.closer) return { offset: offset + 1, closes: true };
  if (char === '#' || text.startsWith('//', offset)) return { offset: endOf(text, '\n', offset, 0) };
  if (text.startsWith('/*', offset)) return { offset: endOf(text, '*/', offset + 2, 2) };
  if (char === '"') return { offset: offset + 1, opens: { what: 'string', closer: '"', offset } };
  if (char === '{') return { offset: offset + 1, opens: { what: 'brace', closer: '}', offset } };
  if (char === '[') return { offset: offset + 1, opens: { what: 'bracket', closer: ']', offset } };
  if (char === '(') return { offset: offset + 1, opens: { what: 'parenthesis', closer: ')', offset } };
  if (char === '<') {
    HEREDOC.lastIndex = offset;
    const start = HEREDOC.exec(text);
    if (start !== null) {
      return { offset: HEREDOC.lastIndex, opens: { what: 'heredoc', closer: start[1] ?? '', offset } };
    }
  }
  return { offset: offset + 1 };
}

function inText(text: string, offset: number, top: Open): Step {
  const two = text.slice(offset, offset + 2);
  if (text.startsWith('$${', offset) || text.startsWith('%%{', offset)) return { offset: offset + 3 };
  if (two === '${' || two === '%{') {
    return { offset: offset + 2, opens: { what: 'interpolation', closer: '}', offset } };
  }
  if (top.what === 'heredoc') {
    if (text.charAt(offset - 1) !== '\n') return { offset: offset + 1 };
    const end = endOf(text, '\n', offset, 0);
    return text.slice(offset, end).trim() === top.closer
      ? { offset: end, closes: true }
      : { offset: offset + 1 };
  }
  if (two.startsWith('\\')) return { offset: offset + 2 };
  return text.charAt(offset) === '"' ? { offset: offset + 1, closes: true } : { offset: offset + 1 };
}

function endOf(text: string, mark: string, from: number, extra: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + extra;
}

function place(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
