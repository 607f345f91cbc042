import { legacyCalls } from '../legacy-calls.ts';
import type { Rule } from '../rule.ts';

/** With the variable's name; a bare word may be of Ansible or another language. */
const CALL = /(?<![.$\w-])(user)\s*"/;

export const legacyUser: Rule = {
  id: 'PKR903',
  severity: 'high',
  title: 'Variable read as in JSON templates',
  what: 'A text reads a variable with `{{user ...}}`, as the old JSON templates did.',
  why: 'HCL2 does not give its variables to that language, so Packer stops with `error calling user`.',
  fix: 'Write `${var.name}`.',
  check(template) {
    return legacyCalls(template, CALL).map(({ at }) => ({ at }));
  },
};
