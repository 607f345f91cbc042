import type { SourceRange } from '../finding.ts';
import type { Attribute, Block, TemplateModel, Value } from '../template/model.ts';

/** The top blocks of a type, such as `variable`. */
export function blocksOf(template: TemplateModel, type: string): readonly Block[] {
  return template.blocks.filter((block) => block.type === type);
}

/** An attribute of a block or builder; where it was set twice, the last one counts. */
export function attribute(of: Pick<Block, 'attributes'>, name: string): Attribute | undefined {
  return of.attributes.findLast((candidate) => candidate.name === name);
}

/** The nested blocks of a type. */
export function nested(of: Pick<Block, 'blocks'>, type: string): readonly Block[] {
  return of.blocks.filter((block) => block.type === type);
}

/** Every block at any depth, outer ones first. */
export function allBlocks(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block) => [block, ...allBlocks(block.blocks)]);
}

/** Whether a value is known to be true; Packer takes the word `"true"` as well. */
export function isTrue(value: Value | undefined): boolean {
  return (value?.kind === 'bool' && value.bool) || (value?.kind === 'string' && value.text === 'true');
}

/** A text within a value, and where it was written; what is not known of it stands as `${expression}`. */
export type Text = { readonly text: string; readonly at: SourceRange; readonly known: boolean };

/** All texts of a string or of a list of strings; a list within a list counts too. */
export function textsOf(value: Value | undefined): readonly Text[] {
  switch (value?.kind) {
    case 'string':
      return [{ text: value.text, at: value.at, known: true }];
    case 'unknown':
      return [{ text: value.text, at: value.at, known: false }];
    case 'list':
      return value.items.flatMap(textsOf);
    default:
      return [];
  }
}

/** The value of a key in a map or object. */
export function entry(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === 'map'
    ? value.entries.findLast((candidate) => candidate.key === key)?.value
    : undefined;
}
