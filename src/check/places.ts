import type { Finding, SourceRange } from '../finding.ts';
import type { Attribute, Block, TemplateModel } from '../template/model.ts';

/** A finding of Packer's at the place it means, where Packer gave none or only that of the block around it. */
export function withPlaces(finding: Finding, model: TemplateModel): Finding {
  if (finding.diff !== undefined) return finding;
  const at =
    finding.at === undefined ? placeOf(finding.what, model) : attributeMeant(finding.what, finding.at, model);
  return at === undefined ? finding : { ...finding, at };
}

function placeOf(what: string, model: TemplateModel): SourceRange | undefined {
  const variable = /^Unset variable "(.+?)"/.exec(what)?.[1];
  if (variable !== undefined) return declaration(variable, model);
  if (/^Missing plugins?/.test(what)) return requirement(model);
  return undefined;
}

function declaration(variable: string, { blocks }: TemplateModel): SourceRange | undefined {
  const own = blocks.find((block) => block.type === 'variable' && block.labels[0] === variable);
  const shared = blocks.filter((block) => block.type === 'variables').flatMap((block) => block.attributes);
  return own?.header ?? shared.find((attribute) => attribute.name === variable)?.range;
}

/** The `required_plugins` block, or the first line of the template where there is none. */
function requirement({ blocks, files }: TemplateModel): SourceRange | undefined {
  const required = blocks
    .filter((block) => block.type === 'packer')
    .flatMap((block) => block.blocks.filter(({ type }) => type === 'required_plugins'));
  const file = files[0]?.path;
  return required[0]?.header ?? (file === undefined ? undefined : { file, line: 1 });
}

/** Packer places a list of faults at the source block; the attribute that a fault names is the better place. */
function attributeMeant(what: string, at: SourceRange, { blocks }: TemplateModel): SourceRange | undefined {
  const block = blocks.find(({ header }) => header.file === at.file && header.line === at.line);
  if (block === undefined) return undefined;
  const words = new Set(what.match(/[a-z][a-z0-9_]+/g) ?? []);
  const named = attributesWithin(block).filter(({ name }) => words.has(name));
  return named.toSorted((a, b) => b.name.length - a.name.length)[0]?.range;
}

function attributesWithin(block: Block): readonly Attribute[] {
  return [...block.attributes, ...block.blocks.flatMap(attributesWithin)];
}
