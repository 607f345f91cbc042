import { steps } from '../builders.ts';
import type { Rule } from '../rule.ts';

export const commandOnRunner: Rule = {
  id: 'PKR602',
  severity: 'medium',
  title: 'Command runs on the CI runner',
  what: 'A `shell-local` command runs on the CI runner, not on the machine that becomes the image.',
  why: 'It sees the environment of the job, cloud credentials and tokens included, so whoever can change the template can take them.',
  fix: 'Run it on the build machine with a `shell` provisioner, or as a step of the workflow without credentials; if it must stay, ignore the rule with the reason.',
  check(template) {
    return steps(template)
      .filter(({ type }) => type === 'shell-local')
      .map(({ kind, block }) => ({
        at: block.header,
        what: `The ${kind} \`shell-local\` runs on the CI runner, not on the machine that becomes the image.`,
      }));
  },
};
