import { attribute } from '../blocks.ts';
import { builders } from '../builders.ts';
import type { Rule } from '../rule.ts';

export const unpinnedBaseImage: Rule = {
  id: 'PKR802',
  severity: 'medium',
  title: 'Base container image not pinned by digest',
  what: 'The base image is named by a tag, not by a digest.',
  why: 'A tag can be moved: the same template builds something else tomorrow, and nobody reviews the change.',
  fix: 'Add the digest: `image = "ubuntu@sha256:..."`; `docker buildx imagetools inspect` shows it.',
  check(template) {
    return builders(template, /^docker$/).flatMap((builder) => {
      const image = attribute(builder, 'image');
      const pull = attribute(builder, 'pull')?.value;
      // An image that is not pulled was built on this machine; it has no digest of a registry.
      const local = pull?.kind === 'unknown' || (pull?.kind === 'bool' && !pull.bool);
      if (image?.value.kind !== 'string' || local || /sha\d+:[0-9a-f]{32,}/i.test(image.value.text))
        return [];
      return [{ at: image.range, what: `The base image of \`${builder.name}\` has no digest.` }];
    });
  },
};
