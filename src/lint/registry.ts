import type { Rule, RuleText } from './rule.ts';
import { SUPPRESSION_RULES } from './suppression.ts';

/** Every check, by id. */
export const RULES: readonly Rule[] = [];

/** The text of everything that can report, the two rules about suppression comments included. */
export const RULE_TEXTS: readonly RuleText[] = [...SUPPRESSION_RULES, ...RULES];

/** The path of a rule's page from the root of this project. */
export function rulePage(id: string): string {
  return `docs/rules/${id}.md`;
}
