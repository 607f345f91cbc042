import { attribute } from '../blocks.ts';
import type { Rule } from '../rule.ts';
import { flagOf } from '../settings.ts';
import { winrmBuilders } from '../winrm.ts';

export const winrmWithoutTls: Rule = {
  id: 'PKR404',
  severity: 'high',
  title: 'WinRM without TLS',
  what: 'Packer speaks WinRM to the build instance without TLS.',
  why: "Everyone on the path reads the Administrator's password and all commands, and can change them.",
  fix: 'Set `winrm_use_ssl = true` (port 5986), and let user data set up the HTTPS listener.',
  check(template) {
    return winrmBuilders(template)
      .filter((builder) => flagOf(attribute(builder, 'winrm_use_ssl')) === 'off')
      .map((builder) => ({
        at:
          (attribute(builder, 'winrm_use_ssl') ?? attribute(builder, 'communicator'))?.range ??
          builder.header,
        what: `\`${builder.name}\` is reached by WinRM without TLS.`,
      }));
  },
};
