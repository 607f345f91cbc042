import { attribute } from '../blocks.ts';
import { imageMakers } from '../images.ts';
import type { Rule } from '../rule.ts';
import { knownTexts } from '../settings.ts';

export const publicAmi: Rule = {
  id: 'PKR201',
  severity: 'critical',
  title: 'AMI shared with everyone',
  what: 'The AMI is shared with every AWS account.',
  why: 'Anyone can launch a public AMI and read all that is on its disks: code, configuration, keys that were left behind.',
  fix: 'Remove `all` from `ami_groups`, and share with `ami_users`, `ami_org_arns` or `ami_ou_arns` instead.',
  check(template) {
    return imageMakers(template).flatMap((maker) =>
      knownTexts(attribute(maker, 'ami_groups'))
        .filter(({ text }) => text === 'all')
        .map(({ at }) => ({ at, what: `\`${maker.name}\` shares its AMI with every AWS account.` })),
    );
  },
};
