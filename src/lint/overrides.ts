import type { Attribute, Block, TemplateModel } from '../template/model.ts';
import { attribute } from './blocks.ts';

/**
 * The template with each `override = { "amazon-ebs.web" = { ... } }` of a provisioner as one more provisioner
 * beside it, with the settings that the override replaces. An override that is not known adds none.
 */
export function withOverrides(template: TemplateModel): TemplateModel {
  return { ...template, blocks: template.blocks.flatMap(expand) };
}

function expand(block: Block): readonly Block[] {
  if (block.type === 'build') return [{ ...block, blocks: block.blocks.flatMap(expand) }];
  if (block.type !== 'provisioner' && block.type !== 'error-cleanup-provisioner') return [block];
  const override = attribute(block, 'override')?.value;
  if (override?.kind !== 'map') return [block];
  const variants = override.entries.flatMap(({ value }): readonly Block[] => {
    if (value.kind !== 'map') return [];
    const own = value.entries.map(
      ({ key, value: set, range }): Attribute => ({
        name: key,
        value: set,
        references: [],
        calls: [],
        source: '',
        range,
        valueRange: set.at,
      }),
    );
    const replaced = new Set(own.map(({ name }) => name));
    return [
      { ...block, attributes: [...block.attributes.filter(({ name }) => !replaced.has(name)), ...own] },
    ];
  });
  return [block, ...variants];
}
