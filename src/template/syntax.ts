import type { SourceRange } from '../finding.ts';
import type { Comment } from './model.ts';

/** An expression as written, before anything is looked up. `source` is its text. */
export type Expression = { readonly at: SourceRange; readonly source: string } & (
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A string with interpolations; a part that is a string is literal text. */
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly ExpressionEntry[] }
  /** `var.images["web"].id` has the path `var`, `images`, `web`, `id`. */
  | { readonly kind: 'reference'; readonly path: readonly (string | number)[] }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Expression[] }
  /** Anything that is not evaluated here: operators, conditions, `for`, directives. */
  | { readonly kind: 'opaque'; readonly parts: readonly Expression[] }
);

export type ExpressionEntry = {
  readonly key: Expression;
  readonly value: Expression;
  readonly range: SourceRange;
};

export type RawAttribute = {
  readonly name: string;
  readonly expression: Expression;
  readonly range: SourceRange;
};

export type RawBlock = {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: RawBody;
  readonly range: SourceRange;
  readonly header: SourceRange;
};

export type RawBody = {
  readonly attributes: readonly RawAttribute[];
  readonly blocks: readonly RawBlock[];
};

/** What a place in a file is called when the parser could not read it. */
export type SyntaxFault = { readonly at: SourceRange; readonly what: string };

/** One file after parsing. `body` is what could be read; it is only to be trusted without `faults`. */
export type ParsedFile = {
  readonly body: RawBody;
  readonly comments: readonly Comment[];
  readonly faults: readonly SyntaxFault[];
};

export const EMPTY_BODY: RawBody = { attributes: [], blocks: [] };
