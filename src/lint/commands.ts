import type { SourceRange } from '../finding.ts';
import type { TemplateModel } from '../template/model.ts';
import { attribute, textsOf } from './blocks.ts';
import { type Step, steps } from './builders.ts';

/** One line of what a provisioner or post-processor runs. */
export type Command = {
  /** Without the backslash that joins it with the next line; what is not known stands as `${expression}`. */
  readonly text: string;
  readonly at: SourceRange;
  readonly step: Step;
};

/**
 * The commands of all steps, a line each: the items of `inline` (heredocs too) and `command`. Lines that a
 * backslash joins are one; whole comment lines are left out. The files that `script` names are not read.
 */
export function commands(template: TemplateModel): readonly Command[] {
  return steps(template).flatMap((step) =>
    ['inline', 'command'].flatMap((name) =>
      textsOf(attribute(step.block, name)?.value).flatMap(({ text, at }) =>
        linesOf(text).map((line) => ({ text: line, at, step })),
      ),
    ),
  );
}

function linesOf(text: string): readonly string[] {
  return text
    .replace(/ ?\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Longer pieces are cut, so that no pattern takes long on a text made to slow it down. */
const MAX_PIECE = 2000;

/** The pipelines of a command line (between `;`, `&&` and `||`), each split at its pipes. Quotes are not heeded. */
export function pipelines(text: string): readonly (readonly string[])[] {
  return text
    .split(/;|&&|\|\|/)
    .map((pipeline) => pipeline.split(/\|&?/).map((part) => part.slice(0, MAX_PIECE)));
}
