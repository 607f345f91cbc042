import type { Attribute, Block, Value } from '../../../src/template/model.ts';
import type { ReadTemplate } from '../../../src/template/read.ts';
import { readTemplate } from '../../../src/template/read.ts';

/** Reads one file's text as a template named `t`. */
export function readText(
  text: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ReadTemplate> {
  return readTemplate({ name: 't', files: [file('a.pkr.hcl', text)], varFiles: [], variables });
}

export function file(path: string, text: string): { readonly path: string; readonly bytes: Uint8Array } {
  return { path, bytes: new TextEncoder().encode(text) };
}

/** The attribute `name` of the only block of type `x`. */
export function attributeOfX(read: ReadTemplate, name: string): Attribute {
  const block = read.model.blocks.find((candidate) => candidate.type === 'x');
  const attribute = block?.attributes.find((candidate) => candidate.name === name);
  if (attribute === undefined) throw new Error(`there is no attribute ${name}`);
  return attribute;
}

/** A value as plain JSON; what is unknown stands as `{ unknown: text }`. */
export function plain(value: Value): unknown {
  switch (value.kind) {
    case 'string':
      return value.text;
    case 'number':
      return value.number;
    case 'bool':
      return value.bool;
    case 'null':
      return null;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries(value.entries.map((entry) => [entry.key, plain(entry.value)]));
    case 'unknown':
      return { unknown: value.text };
  }
}

/** Blocks without places: type, labels, attribute values, nested blocks. */
export function shape(block: Block): unknown {
  return [
    [block.type, ...block.labels].join(' '),
    Object.fromEntries(block.attributes.map((attribute) => [attribute.name, plain(attribute.value)])),
    block.blocks.map(shape),
  ];
}
