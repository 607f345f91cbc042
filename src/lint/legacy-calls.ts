import type { SourceRange } from '../finding.ts';
import type { Attribute, TemplateModel } from '../template/model.ts';
import { allBlocks } from './blocks.ts';

/** A call such as `{{timestamp}}`, of the language of JSON templates, in a string of an HCL2 template. */
export type LegacyCall = { readonly name: string; readonly at: SourceRange };

/** What stands between the braces, without braces of its own; `{{ .Vars }}` too. */
const ACTION = /\{\{([^{}]{0,300})\}\}/g;
const QUOTED = /`[^`]*`|\\?"[^"]*"|'[^']*'/g;

/** Packer shows these texts, and does not run them. */
const PROSE = new Set(['description', 'error_message']);

/**
 * All calls that a pattern finds (its first group is the name), each where it is written, in the template and
 * its variable files. For the pattern every quoted parameter is `""`.
 */
export function legacyCalls(template: TemplateModel, pattern: RegExp): readonly LegacyCall[] {
  const attributes = allBlocks(template.blocks).flatMap((block) => block.attributes);
  return [...attributes, ...template.assignments]
    .filter(({ name }) => !PROSE.has(name))
    .flatMap((attribute) =>
      [...attribute.source.matchAll(ACTION)].flatMap((action) => {
        const found = pattern.exec((action[1] ?? '').replace(QUOTED, '""'));
        const name = found?.slice(1).find((group) => group !== undefined);
        return name === undefined ? [] : [{ name, at: placeIn(attribute, action.index) }];
      }),
    );
}

/** The place of an offset in an attribute's source; the attribute's own where places are only lines. */
function placeIn({ source, valueRange }: Attribute, offset: number): SourceRange {
  const { file, line, column, endLine = line } = valueRange;
  if (column === undefined || endLine - line !== source.split('\n').length - 1) return valueRange;
  const before = source.slice(0, offset).split('\n');
  const last = before.at(-1) ?? '';
  return {
    file,
    line: line + before.length - 1,
    column: before.length === 1 ? column + last.length : last.length + 1,
  };
}
