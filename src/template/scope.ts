import type { SourceRange } from '../finding.ts';
import type { Expression, RawAttribute, RawBlock } from './syntax.ts';

/** What a variable or local stands for: an expression, or a text that the caller gave. */
export type Definition =
  | { readonly kind: 'written'; readonly expression: Expression }
  | { readonly kind: 'given'; readonly text: string; readonly at: SourceRange };

/**
 * All variables and locals, by `var.name` and `local.name`. A variable file beats a default, a later file
 * an earlier one, and a given text beats them all.
 */
export function collectDefinitions(
  blocks: readonly RawBlock[],
  assignments: readonly RawAttribute[],
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  const write = (id: string, attribute: RawAttribute | undefined) => {
    if (attribute !== undefined) definitions.set(id, { kind: 'written', expression: attribute.expression });
  };
  const declared = new Map<string, RawBlock>();
  for (const block of blocks) {
    const [name = ''] = block.labels;
    if (block.type === 'variable') {
      declared.set(name, block);
      write(`var.${name}`, attributeOf(block, 'default'));
    } else if (block.type === 'local') write(`local.${name}`, attributeOf(block, 'expression'));
    else if (block.type === 'locals') {
      for (const attribute of block.body.attributes) write(`local.${attribute.name}`, attribute);
    } else if (block.type === 'variables') {
      for (const attribute of block.body.attributes) {
        declared.set(attribute.name, block);
        write(`var.${attribute.name}`, attribute);
      }
    }
  }
  for (const attribute of assignments) write(`var.${attribute.name}`, attribute);
  for (const [name, text] of Object.entries(given)) {
    const block = declared.get(name);
    if (block !== undefined) definitions.set(`var.${name}`, fromText(block, name, text));
  }
  return definitions;
}

/** Packer reads a given text by the variable's type; lists and maps are not read here. */
function fromText(block: RawBlock, name: string, text: string): Definition {
  const at = block.header;
  const type = attributeOf(block, 'type')?.expression.source ?? 'string';
  const written = (expression: Expression): Definition => ({ kind: 'written', expression });
  if (type === 'string') return { kind: 'given', text, at };
  if (type === 'bool' && /^(?:true|false|1|0)$/.test(text)) {
    return written({ kind: 'literal', value: text === 'true' || text === '1', at, source: `var.${name}` });
  }
  if (type === 'number' && /^-?\d+(?:\.\d+)?$/.test(text)) {
    return written({ kind: 'literal', value: Number(text), at, source: `var.${name}` });
  }
  // The text itself may be a secret and must not show as source.
  return written({ kind: 'opaque', parts: [], at, source: `var.${name}` });
}

function attributeOf(block: RawBlock, name: string): RawAttribute | undefined {
  return block.body.attributes.find((attribute) => attribute.name === name);
}
