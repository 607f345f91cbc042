import { readFileSync } from 'node:fs';
import { resolveInside } from '../inputs/paths.ts';
import type { SourceLines } from '../source-lines.ts';

/** The lines of the repository's files, each read once; a file outside of it has none. */
export function sourceFiles(workspace: string): SourceLines {
  const read = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!read.has(file)) read.set(file, readLines(file, workspace));
    return read.get(file);
  };
}

function readLines(file: string, workspace: string): readonly string[] | undefined {
  const absolute = file === '' ? undefined : resolveInside(file, workspace, [workspace]);
  try {
    return absolute === undefined ? undefined : readFileSync(absolute, 'utf8').split(/\r?\n/);
  } catch {
    return undefined; // A finding about a file that is not there has no lines to show.
  }
}
