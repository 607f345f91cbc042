import { legacyCalls } from '../legacy-calls.ts';
import type { Rule } from '../rule.ts';

const CALL = /(?<![.$\w-])(timestamp|isotime|strftime|uuid)(?![\w:(=])/;

/** What HCL2 has for it. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['timestamp', 'formatdate("YYYYMMDDhhmmss", timestamp())'],
  ['isotime', 'formatdate("YYYY-MM-DD", timestamp())'],
  ['strftime', 'formatdate("YYYY-MM-DD", timestamp())'],
  ['uuid', 'uuidv4()'],
]);

export const legacyTime: Rule = {
  id: 'PKR902',
  severity: 'low',
  title: 'Time or id from the language of JSON templates',
  what: 'A text takes the time or an id from the language of the old JSON templates.',
  why: 'Only some settings fill it in, each plugin at a time of its own: names that should agree differ, and elsewhere the braces stay as they are.',
  fix: 'Write it once in HCL2: `locals { stamp = formatdate("YYYYMMDDhhmmss", timestamp()) }`, and use `${local.stamp}`.',
  check(template) {
    return legacyCalls(template, CALL).map(({ name, at }) => ({
      at,
      what: `\`{{${name}}}\` is of the old JSON templates; HCL2 has \`\${${INSTEAD.get(name) ?? ''}}\`.`,
    }));
  },
};
