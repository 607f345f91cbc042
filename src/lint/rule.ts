import type { Severity, SourceRange } from '../finding.ts';
import type { TemplateModel } from '../template/model.ts';

/** How grave a rule's fault is; worst first. */
export const RULE_SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

export type RuleSeverity = (typeof RULE_SEVERITIES)[number];

/** What the project sets for all rules. */
export type RuleOptions = {
  /** Globs of the plugin sources that are trusted (the `plugin-sources` input). */
  readonly pluginSources: readonly string[];
};

/** What a rule says about itself; its page in `docs/rules/` says the same. One sentence or two each. */
export type RuleText = {
  /** `PKR` and three digits. */
  readonly id: string;
  readonly severity: RuleSeverity;
  /** The fault in a few words, without a full stop. */
  readonly title: string;
  /** What is wrong, where a hit has no words of its own. */
  readonly what: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
};

/** One place where a rule is broken. */
export type Hit = {
  readonly at: SourceRange;
  /** What is wrong at this very place, with the names there; stands for the rule's `what`. Never a secret. */
  readonly what?: string;
  /** The expression that could not be evaluated, so that the fault is only likely; the finding is milder. */
  readonly notEvaluated?: string;
};

/** One check of a template. `check` is pure, and may rely on a complete model. */
export type Rule = RuleText & {
  readonly check: (template: TemplateModel, options: RuleOptions) => readonly Hit[];
};

/** The severity of a rule's findings; one step milder where the value was not known. */
export function severityOf(rule: RuleText, hit: Hit): Severity {
  const sure = SEVERITY[rule.severity];
  if (hit.notEvaluated === undefined) return sure;
  return sure === 'error' ? 'warning' : 'notice';
}

const SEVERITY: Readonly<Record<RuleSeverity, Severity>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};
