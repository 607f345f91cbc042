import type { Finding } from '../finding.ts';
import type { TemplateModel } from '../template/model.ts';
import type { Hit, Rule, RuleOptions, RuleText } from './rule.ts';
import { severityOf } from './rule.ts';
import type { Suppression } from './suppression.ts';
import { suppresses, suppressionsOf, WITHOUT_REASON, WITHOUT_USE } from './suppression.ts';

export type LintOptions = RuleOptions & {
  /** Ids of rules that report nothing (the `lint-ignore` input). */
  readonly ignore: readonly string[];
};

/**
 * Runs rules over a template. A template that could not be read whole is not linted, since most rules would
 * report what they only failed to see. Throws when a rule throws, which is a fault of the rule.
 */
export function lint(
  template: TemplateModel,
  rules: readonly Rule[],
  options: LintOptions,
): readonly Finding[] {
  if (!template.complete) return [];
  const ignored = new Set(options.ignore);
  const suppressions = suppressionsOf(template);
  const active = rules.filter((rule) => !ignored.has(rule.id));
  const used = new Set<string>();
  const findings: Finding[] = [];
  for (const rule of active) {
    for (const hit of check(rule, template, options)) {
      const by = suppressions.filter((suppression) => suppresses(suppression, rule.id, hit.at));
      for (const suppression of by) used.add(useOf(suppression, rule.id));
      if (by.length === 0) findings.push(findingOf(template, rule, hit));
    }
  }
  const stale = suppressions.flatMap((suppression) => hitsOf(suppression, used, ignored));
  const own = stale.filter(({ rule }) => !ignored.has(rule.id));
  return unique([...findings, ...own.map(({ rule, hit }) => findingOf(template, rule, hit))]);
}

function check(rule: Rule, template: TemplateModel, options: RuleOptions): readonly Hit[] {
  try {
    return rule.check(template, options);
  } catch (cause) {
    throw new Error(`The lint rule ${rule.id} broke down on the template \`${template.name}\`.`, { cause });
  }
}

type OwnHit = { readonly rule: RuleText; readonly hit: Hit };

function hitsOf(
  suppression: Suppression,
  used: ReadonlySet<string>,
  ignored: ReadonlySet<string>,
): readonly OwnHit[] {
  const at = { file: suppression.file, line: suppression.line };
  if (suppression.ids.length === 0 || suppression.reason === '')
    return [{ rule: WITHOUT_REASON, hit: { at } }];
  return suppression.ids
    .filter((id) => !ignored.has(id) && !used.has(useOf(suppression, id)))
    .map((id) => ({
      rule: WITHOUT_USE,
      hit: { at, what: `This comment ignores ${id}, which reports nothing here.` },
    }));
}

function useOf(suppression: Suppression, id: string): string {
  return `${suppression.file}:${suppression.line}:${id}`;
}

/** One hit of a rule in words. */
export function findingOf(template: TemplateModel, rule: RuleText, hit: Hit): Finding {
  const what = hit.what ?? rule.what;
  return {
    severity: severityOf(rule, hit),
    rule: rule.id,
    template: template.name,
    what:
      hit.notEvaluated === undefined
        ? what
        : `${what} (\`${shortened(hit.notEvaluated)}\` could not be evaluated.)`,
    why: rule.why,
    fix: rule.fix,
    at: hit.at,
    reason: 'lint',
  };
}

function shortened(source: string): string {
  const line = source.split('\n')[0] ?? '';
  return line.length > 60 || line !== source ? `${line.slice(0, 60)}...` : line;
}

/** In the order of the files, each finding once: a source that two builds use is checked twice. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, line, column } = finding.at ?? { file: '', line: 0, column: 0 };
    const key = [finding.rule, file, line, column, finding.what].join('\0');
    if (!byPlace.has(key)) byPlace.set(key, finding);
  }
  return [...byPlace.values()].sort(compare);
}

function compare(a: Finding, b: Finding): number {
  const file = order(a.at?.file ?? '', b.at?.file ?? '');
  const place = (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0);
  return file || place || order(a.rule, b.rule);
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
