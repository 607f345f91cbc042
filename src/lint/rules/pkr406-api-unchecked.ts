import { pluginAttributes } from '../plugin-blocks.ts';
import type { Rule } from '../rule.ts';
import { flagOf } from '../settings.ts';

/** Of the Amazon and Proxmox plugins; of the vSphere and VMware plugins. */
const SWITCHES = ['insecure_skip_tls_verify', 'insecure_connection'];

export const apiUnchecked: Rule = {
  id: 'PKR406',
  severity: 'high',
  title: 'TLS verification off for a cloud API',
  what: 'The certificate of the cloud API is not checked.',
  why: 'Anyone on the path can take the credentials that Packer sends, and answer in the place of the API.',
  fix: "Remove the setting; where the API has a certificate of its own, add its authority to the runner's trust store.",
  check(template) {
    return pluginAttributes(template, SWITCHES)
      .filter((attribute) => flagOf(attribute) === 'on')
      .map(({ name, range }) => ({
        at: range,
        what: `\`${name}\` turns off the check of the API's certificate.`,
      }));
  },
};
