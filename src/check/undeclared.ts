import type { Finding } from '../finding.ts';
import type { SourceLines } from '../source-lines.ts';
import type { TemplateModel } from '../template/model.ts';

/**
 * Names in the `variables` input that no planned template declares: Packer ignores such a `PKR_VAR_`, so a
 * typing error would go unnoticed. Each is placed at its line in the workflow, where that can be found.
 */
export function undeclaredVariables(
  variables: ReadonlyMap<string, string>,
  models: readonly TemplateModel[],
  workflow: { readonly file: string; readonly sources: SourceLines },
): readonly Finding[] {
  if (models.some((model) => !model.complete)) return [];
  const declared = new Set(models.flatMap(declaredVariables));
  return [...variables.keys()]
    .filter((name) => !declared.has(name))
    .map((name): Finding => {
      const assigned = new RegExp(`(?:^|[\\s:'"|])${name}\\s*=`);
      const line = (workflow.sources(workflow.file) ?? []).findIndex((text) => assigned.test(text));
      return {
        severity: 'warning',
        rule: 'packer',
        template: models[0]?.name ?? '',
        what: `The variable \`${name}\` of the \`variables\` input is declared by no template.`,
        why: 'Packer ignores it, so its value goes nowhere.',
        fix: `Correct the name, or declare \`variable "${name}" {}\` in the template that is to use it.`,
        ...(line === -1 ? {} : { at: { file: workflow.file, line: line + 1 } }),
        reason: 'validate',
      };
    });
}

function declaredVariables({ blocks }: TemplateModel): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'variable') return block.labels.slice(0, 1);
    return block.type === 'variables' ? block.attributes.map(({ name }) => name) : [];
  });
}
