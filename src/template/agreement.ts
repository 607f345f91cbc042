import type { Expression, RawBlock, RawBody } from './syntax.ts';

/**
 * Whether a body says the same as HCL's own parser read: the same attributes and blocks, and the same text
 * in every plain string. The two readings differ where the grammar has a gap, or where somebody wrote a file
 * that shows one thing to a reviewer's parser and another to Packer.
 */
export function agrees(body: RawBody, json: unknown): boolean {
  if (!isRecord(json)) return false;
  const types = grouped(body.blocks, (block) => block.type);
  const names = new Set([...body.attributes.map((attribute) => attribute.name), ...types.keys()]);
  if (!sameKeys(names, json)) return false;
  return (
    body.attributes.every(({ name, expression }) => sameText(expression, json[name])) &&
    [...types].every(([type, blocks]) => sameBlocks(blocks, 0, json[type]))
  );
}

/** Blocks of one type lie under their labels, one level for each, in a list. */
function sameBlocks(blocks: readonly RawBlock[], depth: number, json: unknown): boolean {
  const labels = grouped(blocks, (block) => block.labels[depth]);
  if (labels.has(undefined)) {
    return (
      labels.size === 1 &&
      Array.isArray(json) &&
      json.length === blocks.length &&
      blocks.every((block, index) => agrees(block.body, json[index]))
    );
  }
  if (!isRecord(json) || !sameKeys(new Set(labels.keys()), json)) return false;
  return [...labels].every(([label, inner]) => sameBlocks(inner, depth + 1, json[label ?? '']));
}

function grouped<Key>(
  blocks: readonly RawBlock[],
  keyOf: (block: RawBlock) => Key,
): ReadonlyMap<Key, readonly RawBlock[]> {
  const groups = new Map<Key, RawBlock[]>();
  for (const block of blocks) {
    const group = groups.get(keyOf(block));
    if (group === undefined) groups.set(keyOf(block), [block]);
    else group.push(block);
  }
  return groups;
}

function sameText(expression: Expression, json: unknown): boolean {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      // What has a brace may be an escaped `${`, which the JSON does not tell from an expression.
      return typeof value !== 'string' || value.includes('{') || value.normalize('NFC') === json;
    }
    case 'list':
      return (
        Array.isArray(json) &&
        json.length === expression.items.length &&
        expression.items.every((item, index) => sameText(item, json[index]))
      );
    case 'map':
      return (
        isRecord(json) &&
        expression.entries.every(
          ({ key, value }) => key.kind !== 'literal' || sameText(value, json[String(key.value)]),
        )
      );
    default:
      return typeof json === 'string' || expression.kind === 'template';
  }
}

function sameKeys(keys: ReadonlySet<string | undefined>, json: Readonly<Record<string, unknown>>): boolean {
  const own = Object.keys(json);
  return own.length === keys.size && own.every((key) => keys.has(key));
}

export function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
