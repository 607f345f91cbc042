import { createHash } from 'node:crypto';
import { sentences } from '../failure.ts';
import type { Finding, Severity } from '../finding.ts';
import type { SourceLines } from '../source-lines.ts';

/** What SARIF says of a rule, whatever it comes from. */
export type SarifRule = {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** 0.1 to 10.0, as GitHub's code scanning ranks it. */
  readonly securitySeverity: string;
  /** Its page; empty where that is not known. */
  readonly url: string;
};

/** GitHub keeps 5,000 results of a file; more are dropped there. */
const MOST_RESULTS = 5000;

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
};

/**
 * The findings that have a place, as SARIF 2.1.0 for GitHub's code scanning. A fingerprint is made of the
 * rule, the file and the text of the line, so a finding keeps its identity when lines above it move.
 */
export async function sarifText(
  findings: readonly Finding[],
  rules: readonly SarifRule[],
  sources: SourceLines,
): Promise<string> {
  const { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } = await import(
    'node-sarif-builder'
  );
  const run = new SarifRunBuilder();
  run.setToolDriverName('packer-ci');
  const placed = findings.filter((finding) => finding.at !== undefined).slice(0, MOST_RESULTS);
  for (const rule of rules.filter(({ id }) => placed.some((finding) => finding.rule === id))) {
    const builder = new SarifRuleBuilder().initSimple({
      ruleId: rule.id,
      shortDescriptionText: rule.title,
      fullDescriptionText: rule.why,
      ...(rule.url === '' ? {} : { helpUri: rule.url }),
    });
    builder.rule.help = { text: `${rule.why} ${rule.fix}`, markdown: `${rule.why}\n\n**Fix:** ${rule.fix}` };
    builder.rule.properties = { tags: ['security', 'packer'], 'security-severity': rule.securitySeverity };
    run.addRule(builder);
  }
  const seen = new Map<string, number>();
  for (const finding of placed) run.addResult(new SarifResultBuilder(resultOf(finding, sources, seen)));
  const log = new SarifBuilder();
  log.addRun(run);
  // Not buildSarifJsonString: it throws when a text of ours happens to contain its own marker.
  return `${JSON.stringify(log.buildSarifOutput(), null, 2)}\n`;
}

function resultOf(finding: Finding, sources: SourceLines, seen: Map<string, number>) {
  const { at } = finding;
  const line = at === undefined ? '' : (sources(at.file)?.[at.line - 1]?.trim() ?? '');
  const identity = [finding.rule, at?.file, line, finding.what].join('\n');
  const count = seen.get(identity) ?? 0;
  seen.set(identity, count + 1);
  const fingerprint = createHash('sha256').update(`${identity}\n${count}`).digest('hex').slice(0, 32);
  const region = {
    startLine: at?.line ?? 1,
    ...(at?.column === undefined ? {} : { startColumn: at.column }),
    ...(at?.endLine === undefined ? {} : { endLine: at.endLine }),
    ...(at?.endColumn === undefined ? {} : { endColumn: at.endColumn }),
  };
  return {
    ruleId: finding.rule,
    level: LEVELS[finding.severity],
    message: { text: sentences([finding.what, finding.why, finding.fix]) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(at?.file ?? '') }, region } }],
    partialFingerprints: { 'packerCi/v1': fingerprint },
  };
}

/** A path as a relative URI; `#`, `?` and `:` in a name mean nothing there. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
