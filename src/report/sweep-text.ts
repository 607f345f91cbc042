import type { SweepResult } from '../sweep/result.ts';
import { code, codeBlock, prose, table } from './markdown.ts';

/** What a sweep did, a line of the log each. */
export function sweepLines({ removed, left }: SweepResult): readonly string[] {
  const none = removed.length + left.length === 0 ? ['Clean-up      nothing was left behind'] : [];
  return [
    ...none,
    ...removed.map(({ kind, id, region }) => `Clean-up      removed ${kind} ${id} in ${region}`),
    ...left.map(({ kind, id, region, why }) => `Clean-up      left ${kind} ${id} in ${region}: ${why}`),
  ];
}

/** The same for the summary; empty where nothing was removed and nothing is left. */
export function sweepText({ removed, left }: SweepResult): string {
  if (removed.length + left.length === 0) return '';
  const rows = [
    ...removed.map(({ kind, id, region }) => ['removed', kind, code(id), region, '']),
    ...left.map(({ kind, id, region, why }) => ['⚠️ left', kind, code(id), region, prose(why)]),
  ];
  const commands = left.map(({ command }) => command).join('\n');
  return [
    '### Cleaned up after a build that did not succeed',
    table(['What', 'Kind', 'Id', 'Region', 'Why'], rows),
    ...(commands === '' ? [] : [`Remove what is left with:\n\n${codeBlock(commands, 'sh')}`]),
  ].join('\n\n');
}
