import { attribute } from '../blocks.ts';
import { builders } from '../builders.ts';
import type { Rule } from '../rule.ts';
import { isGiven, switchOf } from '../switches.ts';

export const stoppedOrphan: Rule = {
  id: 'PKR703',
  severity: 'low',
  title: 'Orphaned instance will only stop, not terminate',
  what: 'A build instance that shuts down is stopped, not terminated.',
  why: 'When a job is killed, Packer cannot clean up; the instance it leaves behind stays when it shuts down, and its volumes are billed until somebody finds them.',
  fix: 'Set `shutdown_behavior = "terminate"`.',
  check(template) {
    return builders(template, /^amazon-(?:ebs|ebssurrogate|ebsvolume)$/).flatMap((builder) => {
      // A guest that shuts itself down must still be there for its snapshot; spot instances do not take it.
      const needed = switchOf(builder, 'disable_stop_instance') !== 'off';
      if (needed || isGiven(attribute(builder, 'spot_price')?.value)) return [];
      const behaviour = attribute(builder, 'shutdown_behavior');
      if (behaviour === undefined || !isGiven(behaviour.value)) {
        const what = `\`${builder.name}\` sets no \`shutdown_behavior\`, so that an instance that shuts down is only stopped.`;
        return [{ at: builder.header, what }];
      }
      if (behaviour.value.kind !== 'string' || behaviour.value.text !== 'stop') return [];
      const what = `An instance of \`${builder.name}\` that shuts down is only stopped.`;
      return [{ at: behaviour.range, what }];
    });
  },
};
