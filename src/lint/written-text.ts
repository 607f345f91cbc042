import type { SourceRange } from '../finding.ts';
import type { SourceFile, TemplateModel } from '../template/model.ts';

/** Every place of all files, variable files and comments included, where a text stands that matches. */
export function placesOf(template: TemplateModel, pattern: RegExp): readonly SourceRange[] {
  return [...template.files, ...template.varFiles].flatMap((file) => placesIn(file, pattern));
}

function placesIn({ path, text }: SourceFile, pattern: RegExp): readonly SourceRange[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(pattern)].map((match) => ({
      file: path,
      line: index + 1,
      column: match.index + 1,
      endLine: index + 1,
      endColumn: match.index + 1 + match[0].length,
    })),
  );
}
