import { type Builder, builders, INSTANCE_BUILDER } from '../builders.ts';
import type { Hit, Rule } from '../rule.ts';
import { connectionGuards, groupGuards, rangeGuards } from '../security-group.ts';

export const openByDefault: Rule = {
  id: 'PKR401',
  severity: 'high',
  title: 'Temporary security group open to the world by default',
  what: 'Nothing says who may reach the build instance, so that Packer opens its port to the whole Internet.',
  why: 'While the image is built, anyone can try to log in to the instance; and since Packer does not check its host key, a machine in between can take its place.',
  fix: 'Set `temporary_security_group_source_public_ip = true` (the address of the runner alone), or `ssh_interface = "session_manager"` (no open port at all).',
  check(template) {
    return builders(template, INSTANCE_BUILDER).flatMap(hitOf);
  },
};

function hitOf(builder: Builder): readonly Hit[] {
  const guards = [...groupGuards(builder), ...rangeGuards(builder), ...connectionGuards(builder)];
  if (guards.some(({ state }) => state === 'on')) return [];
  const what = `The security group of \`${builder.name}\` is open to the whole Internet, since nothing narrows it.`;
  const unknown = guards.find(({ state }) => state === 'unknown');
  if (unknown === undefined) return [{ at: builder.header, what }];
  return [
    {
      at: unknown.from?.range ?? builder.header,
      what: `The security group of \`${builder.name}\` may be open to the whole Internet.`,
      notEvaluated: unknown.from?.source ?? 'security_group_filter',
    },
  ];
}
