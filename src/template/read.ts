import type { Finding } from '../finding.ts';
import { decode, MAX_FILE_BYTES } from './decode.ts';
import type { Evaluator } from './evaluate.ts';
import { createEvaluator } from './evaluate.ts';
import { attributesFromJson } from './json-body.ts';
import type { Attribute, Block, Comment, SourceFile, TemplateModel } from './model.ts';
import { measureNesting } from './nesting.ts';
import type { Parsing } from './parse.ts';
import { parseFile } from './parse.ts';
import type { Parsers } from './parsers.ts';
import { loadParsers } from './parsers.ts';
import { jsonTemplate, notUtf8, syntaxError, tooDeep, tooLarge } from './refusal.ts';
import { collectDefinitions } from './scope.ts';
import type { RawAttribute, RawBlock } from './syntax.ts';
import { EMPTY_BODY } from './syntax.ts';

export type FileBytes = {
  /** Path from the repository's root, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
};

/** What a template is made of, already in memory. */
export type TemplateSource = {
  readonly name: string;
  /** The `*.pkr.hcl` files, in the order Packer reads them (by name). */
  readonly files: readonly FileBytes[];
  /** `*.pkrvars.hcl` and `*.pkrvars.json`, the ones that are loaded on their own first; a later one beats an earlier. */
  readonly varFiles: readonly FileBytes[];
  /** Values by the variable's name, as given to Packer; they beat the files. */
  readonly variables: Readonly<Record<string, string>>;
  /** What could not even be loaded; the model then counts as not complete. */
  readonly refused?: readonly Finding[];
};

export type ReadTemplate = { readonly model: TemplateModel; readonly findings: readonly Finding[] };

/**
 * Reads the files of one template into a model. Never throws for what the files hold: what cannot be read
 * is a finding, and `model.complete` is then false.
 */
export async function readTemplate(source: TemplateSource): Promise<ReadTemplate> {
  const parsers = await loadParsers();
  const files = source.files.map((file) => readFile(source.name, file, parsers));
  const varFiles = source.varFiles.map((file) => readFile(source.name, file, parsers));
  const all = [...files, ...varFiles];
  const blocks = files.flatMap((file) => file.blocks);
  const assignments = varFiles.flatMap((file) => file.attributes);
  const evaluate = createEvaluator(collectDefinitions(blocks, assignments, source.variables));
  const refused = source.refused ?? [];
  return {
    model: {
      name: source.name,
      files: files.map(({ file }) => file),
      varFiles: varFiles.map(({ file }) => file),
      blocks: blocks.map((block) => blockOf(block, evaluate)),
      assignments: assignments.map((attribute) => attributeOf(attribute, evaluate)),
      comments: all.flatMap((file) => file.comments),
      complete: refused.length === 0 && all.every((file) => file.complete),
    },
    findings: [...refused, ...all.flatMap((file) => file.findings)],
  };
}

type ReadFile = {
  readonly file: SourceFile;
  readonly blocks: readonly RawBlock[];
  readonly attributes: readonly RawAttribute[];
  readonly comments: readonly Comment[];
  readonly findings: readonly Finding[];
  readonly complete: boolean;
};

function readFile(template: string, { path, bytes }: FileBytes, parsers: Parsers): ReadFile {
  const nothing = { file: { path, text: '' }, blocks: [], attributes: [], comments: [], complete: false };
  if (bytes.length > MAX_FILE_BYTES)
    return { ...nothing, findings: [tooLarge(template, path, bytes.length)] };
  const { text, brokenLine } = decode(bytes);
  const file = { path, text };
  if (path.endsWith('.pkr.json')) return { ...nothing, file, findings: [jsonTemplate(template, path)] };
  const parsing = path.endsWith('.json')
    ? parseJsonVars(template, path, text)
    : parseFile(template, path, text, parsers);
  const { body, comments } = parsing.file;
  return {
    file,
    blocks: body.blocks,
    attributes: body.attributes,
    comments,
    findings:
      brokenLine === undefined
        ? parsing.findings
        : [notUtf8(template, path, brokenLine), ...parsing.findings],
    complete: parsing.findings.length === 0,
  };
}

function parseJsonVars(template: string, path: string, text: string): Parsing {
  const nesting = measureNesting(text);
  const file = { body: EMPTY_BODY, comments: [], faults: [] };
  if (nesting.kind === 'too-deep')
    return { file, findings: [tooDeep(template, { file: path, ...nesting.at })] };
  try {
    const attributes = attributesFromJson(path, text, JSON.parse(text));
    return { file: { ...file, body: { attributes, blocks: [] } }, findings: [] };
  } catch (error) {
    const what = error instanceof Error ? error.message : 'it is not JSON';
    return { file, findings: [syntaxError(template, { at: { file: path, line: 1 }, what })] };
  }
}

function attributeOf({ name, expression, range }: RawAttribute, evaluate: Evaluator): Attribute {
  return { name, ...evaluate(expression), source: expression.source, range, valueRange: expression.at };
}

function blockOf(raw: RawBlock, evaluate: Evaluator): Block {
  const content =
    raw.type === 'dynamic' ? raw.body.blocks.find((block) => block.type === 'content') : undefined;
  const [type, labels] = content === undefined ? [raw.type, raw.labels] : [raw.labels[0] ?? '', []];
  const body = content?.body ?? raw.body;
  return {
    type,
    labels,
    attributes: body.attributes.map((attribute) => attributeOf(attribute, evaluate)),
    blocks: body.blocks.map((block) => blockOf(block, evaluate)),
    dynamic: content !== undefined,
    range: raw.range,
    header: raw.header,
  };
}
