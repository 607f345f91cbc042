import type { Attribute } from '../../template/model.ts';
import { attribute, textsOf } from '../blocks.ts';
import { type Builder, builders } from '../builders.ts';
import type { Hit, Rule } from '../rule.ts';
import { switchOf } from '../switches.ts';

const SOCKET = /\/docker\.sock(?:$|:)/;
const CAPABILITY = /^(?:CAP_)?(?:ALL|SYS_ADMIN)$/i;
const RUN_FLAG = /^--privileged(?:=true)?$|^--cap-add=(?:CAP_)?(?:ALL|SYS_ADMIN)$|\/docker\.sock:/i;

export const privilegedContainer: Rule = {
  id: 'PKR801',
  severity: 'high',
  title: 'Privileged build container',
  what: 'The build container can take over the machine it runs on.',
  why: 'Every script and package of the build then runs, in effect, as root on the CI runner, with its credentials and other jobs in reach.',
  fix: 'Drop the privilege; give the container only the one capability it needs.',
  check(template) {
    return builders(template, /^docker$/).flatMap((builder) => [
      ...hits(builder, 'privileged', 'runs privileged', () => switchOf(builder, 'privileged') === 'on'),
      ...hits(builder, 'cap_add', 'has all capabilities or SYS_ADMIN', ({ value }) =>
        textsOf(value).some(({ text }) => CAPABILITY.test(text)),
      ),
      ...hits(
        builder,
        'volumes',
        'gets the Docker socket of the runner',
        ({ value }) => value.kind === 'map' && value.entries.some(({ key }) => SOCKET.test(key)),
      ),
      ...hits(builder, 'run_command', 'is started with a flag that lifts its isolation', ({ value }) =>
        textsOf(value).some(({ text }) => RUN_FLAG.test(text)),
      ),
    ]);
  },
};

function hits(
  builder: Builder,
  name: string,
  fault: string,
  holds: (set: Attribute) => boolean,
): readonly Hit[] {
  const set = attribute(builder, name);
  if (set === undefined || !holds(set)) return [];
  return [{ at: set.range, what: `The container of \`${builder.name}\` ${fault}.` }];
}
