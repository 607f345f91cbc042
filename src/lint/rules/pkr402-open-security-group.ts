import { attribute } from '../blocks.ts';
import { builders, INSTANCE_BUILDER } from '../builders.ts';
import type { Rule } from '../rule.ts';
import { connectionGuards, groupGuards } from '../security-group.ts';
import { knownTexts } from '../settings.ts';

/** Two halves (`0.0.0.0/1`) are the world as well. An IPv6 range of the Internet is shorter than `fc00::/7`. */
const SHORTEST = { v4: 8, v6: 7 };

export const openSecurityGroup: Rule = {
  id: 'PKR402',
  severity: 'high',
  title: 'Security group explicitly open',
  what: 'The temporary security group is open to the whole Internet, or to a large part of it.',
  why: 'While the image is built, anyone there can try to log in to the instance, or to take its place.',
  fix: "Name the runner's own range in `temporary_security_group_source_cidrs`, or set `temporary_security_group_source_public_ip = true` instead.",
  check(template) {
    return builders(template, INSTANCE_BUILDER)
      .filter((builder) =>
        [...groupGuards(builder), ...connectionGuards(builder)].every(({ state }) => state !== 'on'),
      )
      .flatMap((builder) =>
        knownTexts(attribute(builder, 'temporary_security_group_source_cidrs'))
          .filter(({ text }) => isWide(text))
          .map(({ at, text }) => ({
            at,
            what: `The security group of \`${builder.name}\` is open to \`${text.trim()}\`.`,
          })),
      );
  },
};

function isWide(cidr: string): boolean {
  const match = /^\s*([\d.]+|[\da-f:.]*:[\da-f:.]*)\/(\d{1,3})\s*$/i.exec(cidr.slice(0, 100));
  if (match === null) return false;
  const [, address = '', length] = match;
  return Number(length) < (address.includes(':') ? SHORTEST.v6 : SHORTEST.v4);
}
