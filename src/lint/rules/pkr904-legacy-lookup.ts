import { legacyCalls } from '../legacy-calls.ts';
import type { Rule } from '../rule.ts';

const CALL =
  /(?<![.$\w-])(?:(env|vault|consul_key|aws_secretsmanager(?:_raw)?)\s*(?=")|(template_dir)\s*(?:[-|]|$))/;

/** What HCL2 has for it. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['env', '`default = env("NAME")` in a variable'],
  ['vault', '`vault("path", "key")` in a local'],
  ['consul_key', '`consul_key("path")` in a local'],
  ['aws_secretsmanager', '`aws_secretsmanager("name", "key")` in a local'],
  ['aws_secretsmanager_raw', '`aws_secretsmanager_raw("name")` in a local'],
  ['template_dir', '`${path.root}`'],
]);

export const legacyLookup: Rule = {
  id: 'PKR904',
  severity: 'high',
  title: 'Environment or secret read as in JSON templates',
  what: 'A text reads the environment, a secret store or the directory as the old JSON templates did.',
  why: 'HCL2 does not allow these calls within texts, so Packer stops with an error such as `env vars are not allowed here`.',
  fix: 'Use the function of HCL2: `variable "home" { default = env("HOME") }` and `${var.home}`; `vault(...)` and the like in `locals`.',
  check(template) {
    return legacyCalls(template, CALL).map(({ name, at }) => ({
      at,
      what: `\`{{${name}}}\` is of the old JSON templates and fails here; HCL2 has ${INSTEAD.get(name) ?? 'a function'}.`,
    }));
  },
};
