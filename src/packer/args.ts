import path from 'node:path';
import type { Inputs } from '../inputs/inputs.ts';
import type { Template } from '../plan/template.ts';

/** What decides which builds of a template Packer looks at, and with which values. */
export type SelectionInputs = Pick<Inputs, 'only' | 'except' | 'varFiles'>;

export type BuildArgsInputs = SelectionInputs & Pick<Inputs, 'onError' | 'parallelBuilds' | 'force'>;

export function initArgs(template: Template): readonly string[] {
  return ['init', template.argument];
}

/** From its own folder, or by its absolute path from `elsewhere`. */
export function fmtArgs(template: Template, elsewhere = false): readonly string[] {
  const argument = elsewhere ? path.join(template.directory, template.argument) : template.argument;
  return ['fmt', '-check', '-diff', argument];
}

export function validateArgs(template: Template, inputs: SelectionInputs): readonly string[] {
  return ['validate', ...selection(inputs), template.argument];
}

export function buildArgs(template: Template, inputs: BuildArgsInputs): readonly string[] {
  return [
    'build',
    '-machine-readable',
    // Packer's default is `cleanup`; saying so would hide the one that was chosen from the log.
    ...(inputs.onError === 'cleanup' ? [] : [`-on-error=${inputs.onError}`]),
    ...(inputs.parallelBuilds === undefined ? [] : [`-parallel-builds=${inputs.parallelBuilds}`]),
    ...(inputs.force ? ['-force'] : []),
    ...selection(inputs),
    template.argument,
  ];
}

/** `-name=value` in one word each, so that no value can become an option of its own. */
function selection({ only, except, varFiles }: SelectionInputs): readonly string[] {
  return [
    ...(only.length === 0 ? [] : [`-only=${only.join(',')}`]),
    ...(except.length === 0 ? [] : [`-except=${except.join(',')}`]),
    ...varFiles.map((path) => `-var-file=${path}`),
  ];
}
