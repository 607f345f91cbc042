import type { Finding } from '../../../src/finding.ts';
import type { LintOptions } from '../../../src/lint/lint.ts';
import { lint } from '../../../src/lint/lint.ts';
import { RULES } from '../../../src/lint/registry.ts';
import type { Rule } from '../../../src/lint/rule.ts';
import { readText } from '../template/reading.ts';

export const OPTIONS: LintOptions = { pluginSources: ['github.com/hashicorp/*'], ignore: [] };

/** The findings of a text that can be read whole. */
export async function lintText(
  text: string,
  rules: readonly Rule[] = RULES,
  options: Partial<LintOptions> = {},
): Promise<readonly Finding[]> {
  const { model, findings } = await readText(text);
  if (findings.length > 0) throw new Error(findings.map(({ what }) => what).join('\n'));
  return lint(model, rules, { ...OPTIONS, ...options });
}

/** The lines on which one rule reports. */
export async function linesOf(id: string, text: string): Promise<readonly (number | undefined)[]> {
  const findings = await lintText(text);
  return findings.filter(({ rule }) => rule === id).map(({ at }) => at?.line);
}
