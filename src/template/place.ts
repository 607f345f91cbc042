import type { Node } from 'web-tree-sitter';
import type { SourceRange } from '../finding.ts';

/** A text while it is being read. */
export type TextFile = {
  readonly path: string;
  readonly text: string;
  /** Set by the reader where the syntax tree goes deeper than it follows. */
  tooDeep?: SourceRange;
};

/** The range from the start of one node to the end of another. */
export function rangeOf(file: TextFile, from: Node, to: Node): SourceRange {
  const start = from.startPosition;
  const end = to.endPosition;
  return {
    file: file.path,
    line: start.row + 1,
    column: start.column + 1,
    endLine: end.row + 1,
    endColumn: end.column + 1,
  };
}

/** The range and the text of it. */
export function spanOf(
  file: TextFile,
  from: Node,
  to: Node,
): { readonly at: SourceRange; readonly source: string } {
  return { at: rangeOf(file, from, to), source: file.text.slice(from.startIndex, to.endIndex) };
}
