import type { SourceRange } from '../finding.ts';
import type { Attribute, Block, TemplateModel } from '../template/model.ts';
import { attribute, blocksOf, nested } from './blocks.ts';
import { builders } from './builders.ts';

/** A search for the base AMI: `source_ami_filter` of a builder, or a data source `amazon-ami`. */
export type AmiFilter = {
  /** Whose it is, such as `amazon-ebs.web`. */
  readonly name: string;
  readonly filters: Attribute | undefined;
  readonly owners: Attribute | undefined;
  readonly header: SourceRange;
};

/** All searches for a base AMI. */
export function amiFilters(template: TemplateModel): readonly AmiFilter[] {
  const ofBuilders = builders(template, /^amazon-/).flatMap(({ name, blocks }) =>
    nested({ blocks }, 'source_ami_filter').map((block) => filterOf(name, block)),
  );
  const ofData = blocksOf(template, 'data')
    .filter(({ labels }) => labels[0] === 'amazon-ami')
    .map((block) => filterOf(`data.${block.labels.join('.')}`, block));
  return [...ofBuilders, ...ofData];
}

function filterOf(name: string, block: Block): AmiFilter {
  return {
    name,
    filters: attribute(block, 'filters'),
    owners: attribute(block, 'owners'),
    header: block.header,
  };
}
