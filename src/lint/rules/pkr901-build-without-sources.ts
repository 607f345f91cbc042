import { attribute, blocksOf, nested } from '../blocks.ts';
import type { Rule } from '../rule.ts';

export const buildWithoutSources: Rule = {
  id: 'PKR901',
  severity: 'high',
  title: 'Build without sources',
  what: 'The `build` block names no source.',
  why: 'Packer does not use a `source` block by itself: new versions stop here, and old ones end with success and build nothing.',
  fix: 'Name the sources in the `build` block: `sources = ["source.amazon-ebs.web"]`.',
  check(template) {
    return blocksOf(template, 'build').flatMap((build) => {
      if (nested(build, 'source').length > 0) return [];
      const sources = attribute(build, 'sources');
      if (sources === undefined) return [{ at: build.header }];
      const { value, references } = sources;
      const empty = value.kind === 'null' || (value.kind === 'list' && value.items.length === 0);
      return empty && references.length === 0
        ? [{ at: sources.range, what: 'The list of `sources` of this build is empty.' }]
        : [];
    });
  },
};
