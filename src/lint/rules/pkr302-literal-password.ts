import { literalSecrets } from '../literal-secrets.ts';
import { pluginBlocks } from '../plugin-blocks.ts';
import type { Rule } from '../rule.ts';

/** The secrets of communicators, registries and clouds. The keys of AWS are PKR301's. */
const SECRETS = [
  'access_token',
  'api_token',
  'client_secret',
  'elevated_password',
  'login_password',
  'mfa_code',
  'password',
  'remote_password',
  'ssh_bastion_password',
  'ssh_password',
  'ssh_proxy_password',
  'vnc_password',
  'web_identity_token',
  'winrm_password',
];

export const literalPassword: Rule = {
  id: 'PKR302',
  severity: 'high',
  title: 'Literal password or token',
  what: 'A password or token is written into the template.',
  why: 'Everyone who can read the repository, now or in its history, knows it, and Packer prints it in its logs.',
  fix: 'Change it, declare a variable with `sensitive = true` and no default, and pass it as `PKR_VAR_<name>` from a secret of the repository.',
  check(template) {
    return pluginBlocks(template)
      .flatMap((block) => literalSecrets(block, SECRETS))
      .map(({ name, at }) => ({ at, what: `\`${name}\` is written into the template as plain text.` }));
  },
};
