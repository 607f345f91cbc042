import type { Attribute, Block, TemplateModel } from '../template/model.ts';
import { allBlocks } from './blocks.ts';

const TOP = new Set(['source', 'data', 'build']);

/**
 * Every block that is handed to Packer or a plugin, at any depth: sources, data sources, builds with their
 * provisioners and post-processors. Not variables and locals, where an attribute's name is anybody's choice.
 */
export function pluginBlocks(template: TemplateModel): readonly Block[] {
  return allBlocks(template.blocks.filter(({ type }) => TOP.has(type)));
}

/** The attributes of these blocks that have one of the names. */
export function pluginAttributes(template: TemplateModel, names: readonly string[]): readonly Attribute[] {
  const wanted = new Set(names);
  return pluginBlocks(template).flatMap(({ attributes }) =>
    attributes.filter(({ name }) => wanted.has(name)),
  );
}
