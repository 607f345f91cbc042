import { attribute } from '../blocks.ts';
import { imageMakers } from '../images.ts';
import type { Rule } from '../rule.ts';
import { knownTexts } from '../settings.ts';

export const publicSnapshot: Rule = {
  id: 'PKR202',
  severity: 'critical',
  title: 'Snapshot shared with everyone',
  what: 'The snapshots are shared with every AWS account.',
  why: 'Anyone can make a volume from a public snapshot and read the whole disk; public snapshots are searched for secrets all the time.',
  fix: 'Remove `all` from `snapshot_groups`, and name the accounts in `snapshot_users` instead.',
  check(template) {
    return imageMakers(template).flatMap((maker) =>
      knownTexts(attribute(maker, 'snapshot_groups'))
        .filter(({ text }) => text === 'all')
        .map(({ at }) => ({ at, what: `\`${maker.name}\` shares its snapshots with every AWS account.` })),
    );
  },
};
