import { textsOf } from '../blocks.ts';
import { sourceAttributes } from '../iso.ts';
import type { Rule } from '../rule.ts';

export const isoWithoutChecksum: Rule = {
  id: 'PKR108',
  severity: 'high',
  title: 'ISO without a checksum',
  what: 'The ISO is used without checking it against a checksum.',
  why: 'A changed or broken download becomes the base of every image, and nobody sees it.',
  fix: 'Set `iso_checksum` to `sha256:...`, or to `file:https://.../SHA256SUMS`.',
  check(template) {
    return sourceAttributes(template, ['iso_checksum', 'iso_checksum_type'])
      .filter(({ value }) => textsOf(value).some(({ text }) => text.toLowerCase() === 'none' || text === ''))
      .map(({ range }) => ({ at: range }));
  },
};
