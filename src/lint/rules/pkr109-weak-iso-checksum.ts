import { textsOf } from '../blocks.ts';
import { sourceAttributes } from '../iso.ts';
import type { Rule } from '../rule.ts';

/** By its name, by its length in hex digits, or by the name of the file that lists it. */
const WEAK =
  /^(?:md5|sha1)(?::|$)|^(?:[0-9a-f]{32}|[0-9a-f]{40})$|^file:.*(?:md5|sha1)(?:sums?)?(?:\.txt)?$/i;

export const weakIsoChecksum: Rule = {
  id: 'PKR109',
  severity: 'medium',
  title: 'ISO checksum uses MD5 or SHA-1',
  what: 'The checksum of the ISO is MD5 or SHA-1.',
  why: 'Files with the same MD5 or SHA-1 can be made, so that the checksum does not prove what was downloaded.',
  fix: 'Use SHA-256 or SHA-512.',
  check(template) {
    return sourceAttributes(template, ['iso_checksum', 'iso_checksum_type'])
      .filter(({ value }) => textsOf(value).some(({ text }) => text.length < 1000 && WEAK.test(text)))
      .map(({ range }) => ({ at: range }));
  },
};
