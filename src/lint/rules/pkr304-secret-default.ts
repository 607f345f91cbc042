import type { SourceRange } from '../../finding.ts';
import type { Attribute, TemplateModel } from '../../template/model.ts';
import type { Rule } from '../rule.ts';
import { holdsLiteral, isSecretName } from '../secret-names.ts';
import { declarations, isSecret } from '../variables.ts';

export const secretDefault: Rule = {
  id: 'PKR304',
  severity: 'high',
  title: 'Secret-looking variable has a literal default',
  what: 'A variable that looks like a secret has its value written into the repository.',
  why: 'The secret is in the history of the repository for everyone who can read it; `sensitive = true` only hides it in logs.',
  fix: 'Change the secret, remove the value, and pass it as `PKR_VAR_<name>` from a secret of the repository.',
  check(template) {
    return [...declared(template), ...assigned(template)];
  },
};

function declared(template: TemplateModel) {
  return declarations(template).flatMap((each) => {
    const { kind, name, given } = each;
    if (given === undefined || !isSecret(each) || !isWritten(given)) return [];
    const part = kind === 'variable' ? 'default' : 'value';
    return [hitOf(given.range, `The ${kind} \`${name}\` looks like a secret and has a literal ${part}.`)];
  });
}

function assigned(template: TemplateModel) {
  const types = new Map(declarations(template).map(({ id, type }) => [id, type]));
  return template.assignments
    .filter((each) => isSecretName(each.name) && isWritten(each))
    .filter(({ name }) => !['bool', 'number'].includes(types.get(`var.${name}`) ?? ''))
    .map(({ name, range }) => hitOf(range, `A variable file holds \`${name}\`, which looks like a secret.`));
}

/** What comes from elsewhere is judged there. */
function isWritten({ value, references }: Attribute): boolean {
  return references.length === 0 && holdsLiteral(value);
}

function hitOf(at: SourceRange, what: string) {
  return { at, what };
}
