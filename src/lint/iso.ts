import type { Attribute, TemplateModel } from '../template/model.ts';
import { allBlocks, blocksOf } from './blocks.ts';

/** The attributes of all sources with one of the names, nested ones (`boot_iso { ... }`) included. */
export function sourceAttributes(template: TemplateModel, names: readonly string[]): readonly Attribute[] {
  return allBlocks(blocksOf(template, 'source')).flatMap((block) =>
    block.attributes.filter(({ name }) => names.includes(name)),
  );
}
