import type { Attribute, Block, TemplateModel, Value } from './template/model.ts';

/** A mask of one or two characters would blank half the log, and every output that has them in it. */
const SHORTEST = 4;

/**
 * The texts to mask before Packer starts: the values of variables declared `sensitive`, as far as they are
 * known (the `variables` input, `PKR_VAR_` of the job, var files, defaults), in the forms in which a
 * provisioner or a shell prints them. The runner masks a few encodings by itself, but neither quoting.
 */
export function sensitiveTexts(
  model: TemplateModel,
  variables: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  const values = sensitiveVariables(model).flatMap((block) => {
    const name = block.labels[0] ?? '';
    const assigned = model.assignments.filter((assignment) => assignment.name === name);
    const written = [...assigned, ...block.attributes.filter((attribute) => attribute.name === 'default')];
    const given = [variables.get(name), environment[`PKR_VAR_${name}`]].filter((text) => text !== undefined);
    return [...given, ...written.flatMap((attribute: Attribute) => textsOf(attribute.value))];
  });
  return [...new Set(values.flatMap(formsOf))].filter((text) => text.length >= SHORTEST);
}

function sensitiveVariables({ blocks }: TemplateModel): readonly Block[] {
  return blocks.filter(
    (block) =>
      block.type === 'variable' &&
      block.attributes.some(({ name, value }) => name === 'sensitive' && value.kind === 'bool' && value.bool),
  );
}

function textsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'string':
      return [value.text];
    case 'list':
      return value.items.flatMap(textsOf);
    case 'map':
      return value.entries.flatMap((entry) => textsOf(entry.value));
    default:
      return [];
  }
}

/** A value raw, line by line, in base64, and as POSIX shells and PowerShell quote it. */
function formsOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  return [
    value,
    ...lines,
    Buffer.from(value).toString('base64'),
    Buffer.from(`${value}\n`).toString('base64'),
    value.replaceAll("'", "'\\''"),
    value.replace(/(["$`\\])/g, '\\$1'),
    value.replaceAll("'", "''"),
    value.replace(/(["$`])/g, '`$1'),
  ];
}
