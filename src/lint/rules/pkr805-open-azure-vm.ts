import { attribute, textsOf } from '../blocks.ts';
import { builders } from '../builders.ts';
import type { Rule } from '../rule.ts';
import { isGiven, switchOf } from '../switches.ts';

/** All addresses, as Azure's network security rules spell them. */
const ANYWHERE = /^(?:\*|any|internet|0\.0\.0\.0(?:\/0)?|::\/0)$/i;

export const openAzureVm: Rule = {
  id: 'PKR805',
  severity: 'medium',
  title: 'Azure build VM reachable from anywhere',
  what: 'The build VM has a public address that everyone can reach.',
  why: 'Without a list of addresses Packer sets up no network security group, so the login is open to the internet while the image is built.',
  fix: "List the runner's addresses in `allowed_inbound_ip_addresses`, or build in a private network with `virtual_network_name`.",
  check(template) {
    return builders(template, /^azure-arm$/).flatMap((builder) => {
      const network = isGiven(attribute(builder, 'virtual_network_name')?.value);
      if (network || switchOf(builder, 'disallow_public_ip') !== 'off') return [];
      const allowed = attribute(builder, 'allowed_inbound_ip_addresses');
      if (allowed?.value.kind === 'unknown') return [];
      const texts = textsOf(allowed?.value);
      if (texts.length > 0 && !texts.some(({ text }) => ANYWHERE.test(text))) return [];
      const at = allowed?.range ?? builder.header;
      return [{ at, what: `The build VM of \`${builder.name}\` can be reached from any address.` }];
    });
  },
};
