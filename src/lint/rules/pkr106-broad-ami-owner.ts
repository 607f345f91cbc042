import { type AmiFilter, amiFilters } from '../ami-filter.ts';
import { entry, textsOf } from '../blocks.ts';
import type { Rule } from '../rule.ts';

export const broadAmiOwner: Rule = {
  id: 'PKR106',
  severity: 'medium',
  title: 'AMI owner is a broad alias',
  what: 'The AMI filter takes AMIs of any seller on AWS Marketplace.',
  why: 'Any seller can publish a product whose name matches the filter, and a newer one is then taken as the base image.',
  fix: 'Name the account (Canonical `099720109477`, Amazon Linux `137112412989`), or filter by `product-code`.',
  check(template) {
    return amiFilters(template)
      .filter(isOpen)
      .flatMap(({ name, owners }) =>
        textsOf(owners?.value)
          .filter(({ text }) => text === 'aws-marketplace')
          .map(({ at }) => ({
            at,
            what: `The AMI filter of \`${name}\` takes AMIs of any seller on AWS Marketplace.`,
          })),
      );
  },
};

/** A full name or a product code names one seller's image. */
function isOpen({ filters }: AmiFilter): boolean {
  if (entry(filters?.value, 'product-code') !== undefined) return false;
  const name = entry(filters?.value, 'name');
  return name === undefined || textsOf(name).some(({ text }) => /[*?]/.test(text));
}
