import type { Comment, TemplateModel } from '../template/model.ts';
import type { RuleText } from './rule.ts';

/** `# packer-ci:ignore PKR401 reason`, for the findings of its own line and of the line below. */
export type Suppression = {
  readonly file: string;
  readonly line: number;
  /** The rules' ids; empty when the comment names none. */
  readonly ids: readonly string[];
  readonly reason: string;
};

const COMMENT = /^(?:#+|\/\/+)\s*packer-ci:ignore\b[\s:]*((?:PKR\d+[\s,]*)*)(.*)$/s;

export const WITHOUT_REASON: RuleText = {
  id: 'PKR001',
  severity: 'medium',
  title: 'Suppression without a rule or a reason',
  what: 'This comment does not say which rule it ignores and why, so it ignores nothing.',
  why: 'Who reads the template later cannot tell whether the exception still holds.',
  fix: 'Write the rule and the reason: `# packer-ci:ignore PKR401 the runner has no fixed address`.',
};

export const WITHOUT_USE: RuleText = {
  id: 'PKR002',
  severity: 'medium',
  title: 'Suppression that ignores nothing',
  what: 'This comment ignores a rule that reports nothing here.',
  why: 'A stale exception hides the fault when it comes back.',
  fix: 'Remove the comment, or move it to the line of the finding or the line above it.',
};

export const SUPPRESSION_RULES: readonly RuleText[] = [WITHOUT_REASON, WITHOUT_USE];

/** All suppression comments of a template, also those that are not well formed. */
export function suppressionsOf(template: TemplateModel): readonly Suppression[] {
  return template.comments.flatMap(suppressionOf);
}

function suppressionOf({ file, line, text }: Comment): readonly Suppression[] {
  const match = COMMENT.exec(text.trim());
  if (match === null) return [];
  const ids = match[1]?.match(/PKR\d+/g) ?? [];
  return [{ file, line, ids, reason: (match[2] ?? '').trim() }];
}

/** Whether a suppression speaks of a rule's finding in this place. */
export function suppresses(
  suppression: Suppression,
  id: string,
  at: { readonly file: string; readonly line: number },
): boolean {
  const near = at.line === suppression.line || at.line === suppression.line + 1;
  return suppression.reason !== '' && suppression.ids.includes(id) && suppression.file === at.file && near;
}
