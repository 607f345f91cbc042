import { RULE_TEXTS } from '../lint/registry.ts';
import type { RuleSeverity } from '../lint/rule.ts';
import type { SarifRule } from './sarif.ts';

/** How GitHub's code scanning ranks a rule: above 9.0 is critical, above 7.0 high, above 4.0 medium. */
const SECURITY_SEVERITY: Readonly<Record<RuleSeverity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
};

/** What SARIF says of our rules; `pages` is where their pages are, empty where that is not known. */
export function sarifRules(pages: string): readonly SarifRule[] {
  return RULE_TEXTS.map(({ id, severity, title, why, fix }) => ({
    id,
    title,
    why,
    fix,
    securitySeverity: SECURITY_SEVERITY[severity],
    url: pages === '' ? '' : `${pages}/${id}.md`,
  }));
}
