import type { SourceRange } from '../finding.ts';
import { isRecord } from './agreement.ts';
import type { Expression, RawAttribute, RawBlock, RawBody } from './syntax.ts';

/** How many labels a block has by its type, after the types that Packer knows; others have none. */
const LABELS: Readonly<Record<string, number>> = {
  'source/top': 2,
  'data/top': 2,
  'variable/top': 1,
  'local/top': 1,
  'source/nested': 1,
  'provisioner/nested': 1,
  'error-cleanup-provisioner/nested': 1,
  'post-processor/nested': 1,
  'dynamic/nested': 1,
};

const REFERENCE = /\b(?:var|local|data|source|build|packer|path)(?:\.[\w-]+)+/g;

/**
 * A body from the JSON of HCL's own parser, for a file that the grammar with places cannot read. Places are
 * found again by looking for the header's and the attribute's text, and are only lines. A list of objects
 * cannot be told from blocks and reads as blocks.
 */
export function bodyFromJson(path: string, text: string, json: unknown): RawBody {
  return bodyOf({ path, lines: indexLines(text) }, json, 1, 'top');
}

/** The attributes of a variables file in JSON; a file that is not an object has none. */
export function attributesFromJson(path: string, text: string, json: unknown): readonly RawAttribute[] {
  const file = { path, lines: indexLines(text) };
  return Object.entries(isRecord(json) ? json : {}).map(([name, value]) => {
    const range = lineOf(file, `${name}:`, 1);
    return { name, expression: expressionOf(value, range), range };
  });
}

/** Line numbers, ascending, by what begins on the line: `name =` by `name=`, a block by its words and `{`. */
type Lines = { readonly path: string; readonly lines: ReadonlyMap<string, readonly number[]> };

function indexLines(text: string): Lines['lines'] {
  const index = new Map<string, number[]>();
  for (const [row, line] of text.split('\n').entries()) {
    const start = /^\s*([^={:]*?)\s*([={:])/.exec(line.slice(0, 500));
    if (start === null) continue;
    const key = `${(start[1] ?? '').replaceAll('"', ' ').trim().split(/\s+/).join(' ')}${start[2] ?? ''}`;
    const rows = index.get(key);
    if (rows === undefined) index.set(key, [row + 1]);
    else rows.push(row + 1);
  }
  return index;
}

/** The first such line at or after `from`, or `from` itself. */
function lineOf(file: Lines, key: string, from: number): SourceRange {
  const rows = file.lines.get(key) ?? [];
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return { file: file.path, line: rows[low] ?? from };
}

function bodyOf(file: Lines, json: unknown, from: number, level: 'top' | 'nested'): RawBody {
  const attributes: RawAttribute[] = [];
  const blocks: RawBlock[] = [];
  for (const [name, value] of Object.entries(isRecord(json) ? json : {})) {
    const found = blocksOf(file, name, [], value, { from, labels: LABELS[`${name}/${level}`] ?? 0 });
    if (found !== undefined) blocks.push(...found);
    else {
      const range = lineOf(file, `${name}=`, from);
      attributes.push({ name, expression: expressionOf(value, range), range });
    }
  }
  return { attributes, blocks };
}

/** The blocks of one type, or nothing when the value is an attribute's. */
function blocksOf(
  file: Lines,
  type: string,
  labels: readonly string[],
  json: unknown,
  want: { readonly from: number; readonly labels: number },
): readonly RawBlock[] | undefined {
  if (labels.length < want.labels) {
    if (!isRecord(json)) return undefined;
    return Object.entries(json).flatMap(
      ([label, inner]) => blocksOf(file, type, [...labels, label], inner, want) ?? [],
    );
  }
  if (!Array.isArray(json) || json.length === 0 || !json.every(isRecord)) return undefined;
  const range = lineOf(file, `${[type, ...labels].join(' ')}{`, want.from);
  return json.map((inner) => ({
    type,
    labels,
    body: bodyOf(file, inner, range.line, 'nested'),
    range,
    header: range,
  }));
}

function expressionOf(json: unknown, at: SourceRange): Expression {
  const source = typeof json === 'string' ? json : JSON.stringify(json);
  if (Array.isArray(json))
    return { kind: 'list', items: json.map((item) => expressionOf(item, at)), at, source };
  if (isRecord(json)) {
    const entries = Object.entries(json).map(([key, value]) => ({
      key: expressionOf(key, at),
      value: expressionOf(value, at),
      range: at,
    }));
    return { kind: 'map', entries, at, source };
  }
  if (typeof json === 'string' && /[$%]\{/.test(json)) {
    const parts = [...json.matchAll(REFERENCE)].map(
      ([path]): Expression => ({ kind: 'reference', path: path.split('.'), at, source: path }),
    );
    return { kind: 'template', parts: [{ kind: 'opaque', parts, at, source }], at, source };
  }
  const literal =
    typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' ? json : null;
  return { kind: 'literal', value: literal, at, source };
}
