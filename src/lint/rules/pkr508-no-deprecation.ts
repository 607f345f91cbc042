import { attribute } from '../blocks.ts';
import { amiBuilders } from '../images.ts';
import type { Rule } from '../rule.ts';
import { presenceOf } from '../settings.ts';

export const noDeprecation: Rule = {
  id: 'PKR508',
  severity: 'low',
  title: 'No deprecation date',
  what: 'The AMI has no date from which it counts as deprecated.',
  why: 'Old images with known holes keep turning up in searches and stay in use; a deprecated one is hidden from everyone but its owner.',
  fix: 'Set `deprecate_at = timeadd(timestamp(), "2160h")` (90 days), or how long you keep an image in use.',
  check(template) {
    return amiBuilders(template)
      .filter((builder) => presenceOf(attribute(builder, 'deprecate_at')) === 'off')
      .map((builder) => ({
        at: attribute(builder, 'deprecate_at')?.range ?? builder.header,
        what: `The AMI of \`${builder.name}\` has no deprecation date.`,
      }));
  },
};
