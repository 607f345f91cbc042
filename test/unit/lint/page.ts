import type { RuleText } from '../../../src/lint/rule.ts';

/** The part of a rule's page that says the same as the rule. */
export function pageHead(rule: RuleText): string {
  return [
    `# ${rule.id} ${rule.title}`,
    `Severity: ${rule.severity}`,
    `**What:** ${rule.what}`,
    `**Why:** ${rule.why}`,
    `**Fix:** ${rule.fix}`,
    '## Bad',
  ].join('\n\n');
}

export type Page = { readonly head: string; readonly bad: string; readonly good: string };

/** A page in its parts. Throws when it has not exactly one bad and one good example, in this order. */
export function parsePage(text: string): Page {
  const parts = /^(.*## Bad)\n\n```hcl\n(.*?)```\n\n## Good\n\n```hcl\n(.*?)```\n$/s.exec(text);
  const [, head, bad, good] = parts ?? [];
  if (head === undefined || bad === undefined || good === undefined || text.split('```').length !== 5) {
    throw new Error('a rule page is a head, `## Bad` with one example and `## Good` with one example');
  }
  return { head, bad, good };
}
