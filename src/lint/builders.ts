import type { SourceRange } from '../finding.ts';
import type { Attribute, Block, TemplateModel } from '../template/model.ts';
import { allBlocks, attribute, blocksOf, nested, textsOf } from './blocks.ts';

/** A source as one build runs it: its own settings and those that the build adds to it. */
export type Builder = {
  /** Such as `amazon-ebs`. */
  readonly type: string;
  /** As Packer prints it: `amazon-ebs.web`. */
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  /** Where to report what is missing. */
  readonly header: SourceRange;
};

/**
 * All sources whose type the pattern matches. A source that a build extends (`source "amazon-ebs.web" { ... }`
 * in `build`) is there once for each such build, and once plain where it is also used or left as it is.
 */
export function builders(template: TemplateModel, type: RegExp): readonly Builder[] {
  const builds = blocksOf(template, 'build');
  const plain = new Set(
    builds.flatMap((build) => textsOf(attribute(build, 'sources')?.value).map(nameOfText)),
  );
  const uses = builds.flatMap((build) => nested(build, 'source'));
  return blocksOf(template, 'source').flatMap((source) => {
    const [kind = '', label = ''] = source.labels;
    if (!type.test(kind)) return [];
    const name = `${kind}.${label}`;
    const builder = {
      type: kind,
      name,
      attributes: source.attributes,
      blocks: source.blocks,
      header: source.header,
    };
    const own = uses.filter((use) => nameOf(use.labels[0] ?? '') === name);
    const extended = own.filter(extendsSource).map((use) => ({
      ...builder,
      attributes: [...source.attributes, ...use.attributes],
      blocks: [...source.blocks, ...use.blocks],
    }));
    return extended.length === 0 || plain.has(name) || extended.length < own.length
      ? [builder, ...extended]
      : extended;
  });
}

/** The builders of the Amazon plugin that make an AMI. */
export const AMI_BUILDER = /^amazon-(?:ebs|ebssurrogate|instance|chroot)$/;

/** The builders of the Amazon plugin that launch an instance. */
export const INSTANCE_BUILDER = /^amazon-(?:ebs|ebssurrogate|ebsvolume|instance)$/;

/** `name` only renames the build. */
function extendsSource(use: Block): boolean {
  return use.blocks.length > 0 || use.attributes.some(({ name }) => name !== 'name');
}

function nameOfText({ text }: { readonly text: string }): string {
  return nameOf(text.replace(/^\$\{(.*)\}$/, '$1'));
}

function nameOf(reference: string): string {
  return reference.replace(/^source\./, '');
}

/** A provisioner or post-processor, at any depth of a build. */
export type Step = {
  readonly kind: 'provisioner' | 'post-processor';
  /** Such as `shell`. */
  readonly type: string;
  readonly block: Block;
};

/** All provisioners and post-processors of all builds, in their order. */
export function steps(template: TemplateModel): readonly Step[] {
  return allBlocks(blocksOf(template, 'build').flatMap((build) => build.blocks)).flatMap(
    (block): readonly Step[] => {
      const [type] = block.labels;
      if (type === undefined) return [];
      if (block.type === 'post-processor') return [{ kind: 'post-processor', type, block }];
      const provisions = block.type === 'provisioner' || block.type === 'error-cleanup-provisioner';
      return provisions ? [{ kind: 'provisioner', type, block }] : [];
    },
  );
}
