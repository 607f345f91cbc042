import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { type Parsed, parseList } from './values.ts';

/**
 * Resolves a path of an input against the root of the repository. It must lie in one of the allowed
 * directories, which are absolute and real; symbolic links on the way are followed first.
 */
export function resolveInside(written: string, root: string, allowed: readonly string[]): string | undefined {
  const absolute = path.resolve(root, written);
  const real = realOf(absolute);
  const inside = allowed.some((directory) => {
    const relative = path.relative(directory, real);
    return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  });
  return inside ? absolute : undefined;
}

/** The real path of the longest part that exists, with the rest behind it. */
function realOf(absolute: string): string {
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = path.dirname(absolute);
  return parent === absolute ? absolute : path.join(realOf(parent), path.basename(absolute));
}

/** The places an input may name, absolute and real. */
export type Places = { readonly workspace: string; readonly temporary: string };

/** Var files: each is there, inside the repository, and named so that Packer reads it. Absolute paths. */
export function parseVarFiles(text: string, { workspace }: Places): Parsed<readonly string[]> {
  const problems: string[] = [];
  const value = parseList(text).flatMap((written) => {
    const absolute = resolveInside(written, workspace, [workspace]);
    if (absolute === undefined) problems.push(`names \`${written}\`, which is outside the repository`);
    else if (!existsSync(absolute))
      problems.push(`names \`${written}\`, which is not there; paths count from the root of the repository`);
    else if (!/\.(hcl|json)$/.test(written))
      problems.push(`names \`${written}\`; Packer reads only names that end in \`.hcl\` or \`.json\``);
    return absolute ?? [];
  });
  return problems.length === 0 ? { ok: true, value } : { ok: false, problem: problems.join('; ') };
}

/** A file to write, in the repository or the runner's temporary folder; absolute, or empty for none. */
export function parseDestination(text: string, { workspace, temporary }: Places): Parsed<string> {
  const written = text.trim();
  if (written === '') return { ok: true, value: '' };
  const absolute = resolveInside(written, workspace, [workspace, temporary]);
  if (absolute !== undefined) return { ok: true, value: absolute };
  return {
    ok: false,
    problem: `names \`${written}\`, which is neither in the repository nor in the runner's temporary folder`,
  };
}
