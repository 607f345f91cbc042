import type { TemplateModel } from '../template/model.ts';

/**
 * A var file for those `variables` that a var file of the template also sets: Packer ranks `PKR_VAR_` below
 * every var file, and what a step says should win over what is checked in. Empty where none is set twice.
 * Strings, numbers and variables without a type are taken as text and anything else as an expression, as
 * Packer does with `-var` (`hcl2template/types.variables.go`, expressionFromVariableDefinition).
 */
export function overridesText(model: TemplateModel, variables: ReadonlyMap<string, string>): string {
  const assigned = new Set(model.assignments.map(({ name }) => name));
  return [...variables]
    .filter(([name]) => assigned.has(name))
    .map(([name, value]) => `${name} = ${isText(model, name) ? quoted(value) : value}\n`)
    .join('');
}

/** Whether Packer takes a value of this variable as text; without a type, the default says which it is. */
function isText({ blocks }: TemplateModel, name: string): boolean {
  const variable = blocks.find((block) => block.type === 'variable' && block.labels[0] === name);
  const type = variable?.attributes.find((attribute) => attribute.name === 'type')?.source.trim();
  if (type !== undefined) return type === 'string' || type === 'number';
  const shared = blocks.filter((block) => block.type === 'variables').flatMap((block) => block.attributes);
  const own = variable?.attributes.find((attribute) => attribute.name === 'default');
  const value = (own ?? shared.find((attribute) => attribute.name === name))?.value;
  return value === undefined || !['list', 'map', 'bool'].includes(value.kind);
}

/** A quoted HCL string that means just this text. */
function quoted(value: string): string {
  // A function, since `$$` in a replacement text means one `$`.
  return JSON.stringify(value).replace(/[$%]\{/g, (sign) => `${sign[0]}${sign}`);
}
