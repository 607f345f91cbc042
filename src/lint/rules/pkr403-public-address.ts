import type { Attribute } from '../../template/model.ts';
import { attribute } from '../blocks.ts';
import { type Builder, builders, INSTANCE_BUILDER } from '../builders.ts';
import type { Hit, Rule } from '../rule.ts';
import { flagOf, wordOf } from '../settings.ts';

const PUBLIC = ['public_ip', 'public_dns'];

/** An instance that is reached by Session Manager or by its private address may need the public one to get out. */
export const publicAddress: Rule = {
  id: 'PKR403',
  severity: 'low',
  title: 'Build instance has a public address',
  what: 'Packer connects to the build instance by a public address.',
  why: 'Packer does not check the host key of SSH, so that someone on the public path can read and change what is installed.',
  fix: 'Set `ssh_interface = "session_manager"` with a small instance profile, or build in a private subnet.',
  check(template) {
    return builders(template, INSTANCE_BUILDER).flatMap((builder) => {
      const cause = causeOf(builder);
      return cause === undefined ? [] : [hitOf(builder, cause)];
    });
  },
};

function causeOf(builder: Builder): Attribute | undefined {
  const through = attribute(builder, 'ssh_interface');
  const word = wordOf(through);
  if (word !== undefined && PUBLIC.includes(word)) return through;
  const address = attribute(builder, 'associate_public_ip_address');
  return word === '' && flagOf(address) === 'on' ? address : undefined;
}

function hitOf({ name }: Builder, { name: setting, range }: Attribute): Hit {
  return { at: range, what: `\`${setting}\` makes Packer connect to \`${name}\` by a public address.` };
}
