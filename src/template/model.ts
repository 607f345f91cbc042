import type { SourceRange } from '../finding.ts';

/**
 * A value of the template as far as it can be known without running Packer. Every value knows where it
 * was written; for a value that came through a variable or a local that is where the variable got it.
 */
export type Value =
  | { readonly kind: 'string'; readonly text: string; readonly at: SourceRange }
  | { readonly kind: 'number'; readonly number: number; readonly at: SourceRange }
  | { readonly kind: 'bool'; readonly bool: boolean; readonly at: SourceRange }
  | { readonly kind: 'null'; readonly at: SourceRange }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly at: SourceRange }
  | { readonly kind: 'map'; readonly entries: readonly MapEntry[]; readonly at: SourceRange }
  | {
      readonly kind: 'unknown';
      /** As `Attribute.references`, of this value alone. */
      readonly references: readonly string[];
      /** The text as far as it is known; what is not known stands in it as `${expression}`. */
      readonly text: string;
      readonly at: SourceRange;
    };

/** One `key = value` of an object. A key that is not known stands as `${expression}`. */
export type MapEntry = { readonly key: string; readonly value: Value; readonly range: SourceRange };

/** One `name = expression`. */
export type Attribute = {
  readonly name: string;
  readonly value: Value;
  /** What the expression depends on, through locals too: `var.region`, `local.name`, `data.amazon-ami.base.id`. */
  readonly references: readonly string[];
  /** The functions that the expression calls, through locals and variable defaults too. */
  readonly calls: readonly string[];
  /** The expression as it was written. */
  readonly source: string;
  readonly range: SourceRange;
  readonly valueRange: SourceRange;
};

/** A block: `source "amazon-ebs" "web" { ... }` has the type `source` and two labels. */
export type Block = {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: readonly Attribute[];
  /** Nested blocks in the order of the file. */
  readonly blocks: readonly Block[];
  /**
   * Written as `dynamic "type" { content { ... } }`: there may be none, one or many of it, and what depends
   * on the iterator is unknown.
   */
  readonly dynamic: boolean;
  readonly range: SourceRange;
  /** The type, the labels and the opening brace. */
  readonly header: SourceRange;
};

/** A comment as written, with its `#`, `//` or `/*`. A comment of several lines counts from its first. */
export type Comment = { readonly file: string; readonly line: number; readonly text: string };

/** A file as it was read: UTF-8, without a byte order mark, lines ended by a line feed alone. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Everything the files of one template say. Packer reads all files of a directory as one template. */
export type TemplateModel = {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly varFiles: readonly SourceFile[];
  /** The blocks at the top of all files, in the order of the files. */
  readonly blocks: readonly Block[];
  /** What the variable files assign. */
  readonly assignments: readonly Attribute[];
  readonly comments: readonly Comment[];
  /** False where a file was refused or has a syntax error, so that something may be missing from the model. */
  readonly complete: boolean;
};
