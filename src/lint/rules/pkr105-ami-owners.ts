import type { SourceRange } from '../../finding.ts';
import type { Attribute } from '../../template/model.ts';
import { amiFilters } from '../ami-filter.ts';
import type { Hit, Rule } from '../rule.ts';

export const amiOwners: Rule = {
  id: 'PKR105',
  severity: 'high',
  title: 'AMI filter without owners',
  what: 'The AMI filter names no owner.',
  why: 'Anyone can publish an AMI whose name matches the filter, and a newer one is then taken as the base image (whoAMI).',
  fix: 'Set `owners` to account ids, or to `self` or `amazon`.',
  check(template) {
    return amiFilters(template).flatMap(({ name, owners, header }) => hitOf(name, owners, header));
  },
};

function hitOf(name: string, owners: Attribute | undefined, header: SourceRange): readonly Hit[] {
  if (owners === undefined)
    return [{ at: header, what: `The AMI filter of \`${name}\` names no \`owners\`.` }];
  const { value } = owners;
  if (value.kind !== 'list') return [];
  if (value.items.length === 0) {
    return [{ at: owners.range, what: `The AMI filter of \`${name}\` has an empty list of \`owners\`.` }];
  }
  const any = value.items.some((item) => item.kind === 'string' && item.text === '*');
  return any ? [{ at: owners.range, what: `The AMI filter of \`${name}\` takes AMIs of any owner.` }] : [];
}
