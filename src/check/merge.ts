import { type Finding, SEVERITIES } from '../finding.ts';
import type { Block } from '../template/model.ts';
import { SYNTAX_RULE } from '../template/refusal.ts';
import type { Verdict } from './packer-checks.ts';

/** Faults that Packer reports and a rule of ours does too. */
const SAME: readonly (readonly [words: RegExp, rule: string])[] = [
  [/must declare an owner|owners? .*must be/i, 'PKR105'],
  [/missing source reference|must reference at least one source/, 'PKR901'],
  [/checksum of 'none'/, 'PKR108'],
];

/**
 * One list of what reading and Packer found. What both say is shown once: a rule's words stay, since they
 * say why and what to do, at the graver of the two severities; about syntax Packer has the last word.
 */
export function mergeFindings(
  ours: readonly Finding[],
  packers: readonly Finding[],
  verdict: Verdict,
  blocks: readonly Block[] = [],
): readonly Finding[] {
  const syntax = ours.filter(({ rule }) => rule === SYNTAX_RULE);
  const said = (file: string | undefined): boolean =>
    packers.some((finding) => finding.severity === 'error' && finding.at?.file === file);
  const overruled = syntax.filter(
    ({ at }) => verdict === 'accepted' || (verdict === 'rejected' && said(at?.file)),
  );
  const merged: Finding[] = ours.flatMap((finding) => {
    if (!overruled.includes(finding)) return [finding];
    return verdict === 'accepted' ? [notRead(finding)] : [];
  });
  for (const finding of packers) {
    const at = merged.findIndex((other) => isSame(finding, other, blocks));
    const other = merged[at];
    if (other === undefined) merged.push(finding);
    else
      merged[at] = {
        ...other,
        severity: graver(other, finding),
        reason: finding.severity === 'error' ? finding.reason : other.reason,
      };
  }
  return withoutRepeats(merged).toSorted(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
}

/** Packer speaks of a block at its first line; a rule, of the line in it that is at fault. */
function isSame(packers: Finding, ours: Finding, blocks: readonly Block[]): boolean {
  const [theirs, own] = [packers.at, ours.at];
  if (theirs === undefined || own === undefined || theirs.file !== own.file) return false;
  const block = blocks.find(({ header }) => header.file === theirs.file && header.line === theirs.line);
  const end = block?.range.endLine ?? theirs.line;
  if (own.line < theirs.line || own.line > end) return false;
  return SAME.some(([words, rule]) => rule === ours.rule && words.test(`${packers.what} ${packers.why}`));
}

/** For syntax that Packer knows and our reader does not: the file is good, but nothing could be said of it. */
function notRead(finding: Finding): Finding {
  return {
    ...finding,
    severity: 'warning',
    what: 'The syntax here is beyond this action: the template was not linted, and `packer init` was left out.',
    why: 'Packer takes it for valid, but what cannot be read whole may require a plugin that nobody has allowed.',
    fix: 'Write it in a plainer way, or report it as a bug of packer-ci; with the plugins installed beforehand set `init: false`.',
  };
}

function graver(a: Finding, b: Finding): Finding['severity'] {
  return SEVERITIES.find((severity) => severity === a.severity || severity === b.severity) ?? a.severity;
}

/** fmt and validate both report what cannot be parsed, in the same words at the same place. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ at, what, rule }) => {
    const key = JSON.stringify([at?.file, at?.line, what, rule]);
    const repeated = at !== undefined && seen.has(key);
    seen.add(key);
    return !repeated;
  });
}
