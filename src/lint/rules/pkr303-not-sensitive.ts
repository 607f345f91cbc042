import type { Value } from '../../template/model.ts';
import type { Rule } from '../rule.ts';
import { holdsLiteral } from '../secret-names.ts';
import { type Declaration, declarations, isSecret, secretIds } from '../variables.ts';

/** Which names count as a secret's, and which do not, says `isSecretName`. */
export const notSensitive: Rule = {
  id: 'PKR303',
  severity: 'high',
  title: 'Secret-looking variable is not sensitive',
  what: 'A variable or local that looks like a secret is not marked as sensitive.',
  why: 'Packer prints its value in `packer inspect`, in the log of the build and in the metadata it sends to HCP.',
  fix: 'Set `sensitive = true`; a local needs a block of its own for that: `local "name" { expression = ..., sensitive = true }`.',
  check(template) {
    const secrets = secretIds(template);
    return declarations(template)
      .filter((each) => !each.sensitive && isSecret(each))
      .filter((each) => each.kind === 'variable' || isOwnSecret(each, secrets))
      .map(({ kind, name, at }) => ({
        at,
        what: `The ${kind} \`${name}\` looks like a secret and is not marked as sensitive.`,
      }));
  },
};

/** Packer hides the value of a sensitive variable wherever it stands, so that a local made of one is hidden too. */
function isOwnSecret({ id, given }: Declaration, secrets: ReadonlySet<string>): boolean {
  if (given === undefined) return false;
  const derived = given.references.some((reference) => reference !== id && secrets.has(reference));
  return !derived && (holdsLiteral(given.value) || holdsUnknown(given.value));
}

function holdsUnknown(value: Value): boolean {
  if (value.kind === 'list') return value.items.some(holdsUnknown);
  if (value.kind === 'map') return value.entries.some((entry) => holdsUnknown(entry.value));
  return value.kind === 'unknown';
}
