import { attribute } from '../blocks.ts';
import type { Rule } from '../rule.ts';
import { flagOf } from '../settings.ts';
import { winrmBuilders } from '../winrm.ts';

export const winrmUnchecked: Rule = {
  id: 'PKR405',
  severity: 'medium',
  title: 'WinRM certificate not checked',
  what: 'Packer takes any certificate that the build instance shows.',
  why: 'Someone on the path can show a certificate of their own, and then read and change what is installed.',
  fix: 'Remove `winrm_insecure` and give the instance a certificate that the runner trusts; where that cannot be, let only the runner through the security group.',
  check(template) {
    return winrmBuilders(template).flatMap((builder) => {
      const insecure = attribute(builder, 'winrm_insecure');
      if (insecure === undefined || flagOf(insecure) !== 'on') return [];
      return [{ at: insecure.range, what: `\`${builder.name}\` takes any certificate for WinRM.` }];
    });
  },
};
