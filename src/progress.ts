import type { CheckResult } from './check/check.ts';
import { countBySeverity } from './finding.ts';
import type { Plan } from './plan/template.ts';
import { plural } from './report/report.ts';
import type { TagResult } from './tag.ts';

/** One line of the log a stage: what came of it. */
export function planLine({ templates }: Plan): string {
  return `Plan          ${plural(templates.length, 'template')}: ${templates.map((template) => template.name).join(', ')}`;
}

export function checkLine(checks: readonly CheckResult[]): string {
  const states = checks.map(({ template, findings }) => {
    const { error, warning } = countBySeverity(findings);
    const counts = [
      error > 0 ? plural(error, 'error') : '',
      warning > 0 ? plural(warning, 'warning') : '',
    ].filter(Boolean);
    return `${template.name} ${error > 0 ? '✗' : '✓'}${counts.length > 0 ? ` ${counts.join(', ')}` : ''}`;
  });
  return `Check         ${states.join('   ')}`;
}

/** Nothing where no AMI was to be tagged. */
export function tagLines(results: readonly TagResult[]): readonly string[] {
  const amis = results.flatMap((result) => result.images).filter((image) => image.kind === 'ami');
  if (amis.length === 0) return [];
  const tagged = amis.filter((image) => Object.keys(image.tags).length > 0);
  const snapshots = tagged.flatMap((image) => image.snapshots).length;
  const regions = new Set(tagged.map((image) => image.region)).size;
  const line = `Tag           ${plural(tagged.length, 'AMI')} and ${plural(snapshots, 'snapshot')} in ${plural(regions, 'region')}, read back`;
  return [
    tagged.length === amis.length
      ? line
      : `${line}; ${plural(amis.length - tagged.length, 'AMI')} not tagged`,
  ];
}
