import { attribute, isTrue } from '../blocks.ts';
import { builders } from '../builders.ts';
import type { Rule } from '../rule.ts';

export const deletedAmi: Rule = {
  id: 'PKR702',
  severity: 'high',
  title: 'Build deletes an existing AMI',
  what: 'The build deletes the AMI that has the same name.',
  why: 'Terraform, a launch template or an Auto Scaling group may still use it: from then on no instance starts, and there is nothing to roll back to.',
  fix: 'Give each AMI its own name, and delete old ones in a separate job that knows what is in use.',
  check(template) {
    return builders(template, /^amazon-/).flatMap((builder) =>
      ['force_deregister', 'force_delete_snapshot'].flatMap((name) => {
        const set = attribute(builder, name);
        if (set === undefined || !isTrue(set.value)) return [];
        const object = name === 'force_deregister' ? 'AMI' : 'snapshots of the AMI';
        const what = `\`${name}\` of \`${builder.name}\` deletes the ${object} that has the same name.`;
        return [{ at: set.range, what }];
      }),
    );
  },
};
