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
    .map(([name, value]) => `${name} = ${isText(typeOf(model, name)) ? quoted(value) : value}\n`)
    .join('');
}

function typeOf({ blocks }: TemplateModel, name: string): string | undefined {
  const variable = blocks.find((block) => block.type === 'variable' && block.labels[0] === name);
  return variable?.attributes.find((attribute) => attribute.name === 'type')?.source.trim();
}

function isText(type: string | undefined): boolean {
  return type === undefined || type === 'string' || type === 'number';
}

/** A quoted HCL string that means just this text. */
function quoted(value: string): string {
  return JSON.stringify(value).replaceAll('${', '$${').replaceAll('%{', '%%{');
}
