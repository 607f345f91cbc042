import type { SourceRange } from '../finding.ts';
import type { Attribute, Block, TemplateModel } from '../template/model.ts';
import { attribute } from './blocks.ts';
import { AMI_BUILDER, type Builder, builders, steps } from './builders.ts';
import { flagOf } from './settings.ts';

/** What makes an AMI or a snapshot: a builder of the Amazon plugin, or its post-processor `amazon-import`. */
export type ImageMaker = {
  /** Such as `amazon-ebs.web`. */
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  readonly header: SourceRange;
};

/** The builders that make an AMI, without those that are told not to. */
export function amiBuilders(template: TemplateModel): readonly Builder[] {
  return builders(template, AMI_BUILDER).filter(
    (builder) => flagOf(attribute(builder, 'skip_create_ami')) !== 'on',
  );
}

/** The post-processors that import a disk as an AMI. */
export function amiImports(template: TemplateModel): readonly ImageMaker[] {
  return steps(template)
    .filter(({ kind, type }) => kind === 'post-processor' && type === 'amazon-import')
    .map(({ type, block }) => ({ name: type, ...block }));
}

/** All that can share an AMI or a snapshot. */
export function imageMakers(template: TemplateModel): readonly ImageMaker[] {
  return [...amiBuilders(template), ...builders(template, /^amazon-ebsvolume$/), ...amiImports(template)];
}
