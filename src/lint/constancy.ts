import type { Attribute, TemplateModel, Value } from '../template/model.ts';
import { attribute, blocksOf } from './blocks.ts';

/** The template engine's calls whose result differs from build to build. */
const CHANGING_CALL = /\{\{[^{}]{0,300}\b(?:timestamp|isotime|strftime|uuid)\b/;

/** Functions of HCL that give the same for the same; of the others some look at the clock or at files. */
const STEADY_CALLS = new Set(
  'lower upper title replace regex_replace trim trimspace trimprefix trimsuffix substr format join concat merge coalesce element lookup'.split(
    ' ',
  ),
);

/** What a build knows of itself, which is the same in every run. */
const STEADY_REFERENCE = /^(?:source\.(?:name|type)|build\.name|path\.\w+|packer\.version)$/;

/** Variables that are there to be given anew for each build, whatever their default says. */
const PER_BUILD =
  /version|release|commit|sha|build|run|rev|tag|time|date|stamp|number|serial|uniq|(?:^|_)id$/i;

/** Whether a text calls the clock or a random id through the template engine. */
export function hasChangingCall(text: string): boolean {
  return CHANGING_CALL.test(text);
}

/** Whether a reference to something other than a variable or local is the same in every run. */
export function isSteadyReference(reference: string): boolean {
  return STEADY_REFERENCE.test(reference);
}

/**
 * Whether a text is surely the same in every build. A variable that the caller may give for each build (by its
 * name, or because it has no default worth the name) makes it uncertain, and so does a call of the engine.
 */
export function isConstantText(template: TemplateModel, { value, references, calls }: Attribute): boolean {
  if (value.kind !== 'string' && value.kind !== 'unknown') return false;
  if (/\{\{(?!-?\s*(?:build_name|build_type)\s*-?\}\})/.test(value.text)) return false;
  const variables = references.filter((reference) => reference.startsWith('var.'));
  if (value.kind === 'string') {
    return variables.every((reference) => isFixed(template, reference, value.text));
  }
  const others = references.filter((reference) => !reference.startsWith('local.'));
  return (
    references.length + calls.length > 0 &&
    others.every(isSteadyReference) &&
    calls.every((call) => STEADY_CALLS.has(call))
  );
}

/** Whether a variable has the text that the template or a variable file gives it, and is meant to keep it. */
function isFixed(template: TemplateModel, reference: string, whole: string): boolean {
  const name = reference.slice('var.'.length);
  if (PER_BUILD.test(name)) return false;
  const written = writtenValue(template, name);
  if (written?.kind !== 'string') return written?.kind === 'number' || written?.kind === 'bool';
  return written.text !== '' && whole.toLowerCase().includes(written.text.toLowerCase());
}

function writtenValue(template: TemplateModel, name: string): Value | undefined {
  const assigned = template.assignments.findLast((candidate) => candidate.name === name);
  const declared = blocksOf(template, 'variable').find(({ labels }) => labels[0] === name);
  const listed = blocksOf(template, 'variables').flatMap((block) => attribute(block, name) ?? []);
  const found = assigned ?? (declared && attribute(declared, 'default')) ?? listed.at(-1);
  return found?.value;
}
