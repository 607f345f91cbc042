import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Parsed, parseList } from './values.ts';

/**
 * Resolves a path of an input against the root of the repository. It must lie in one of the allowed
 * directories, which are absolute and real; symbolic links on the way are followed first.
 */
export function resolveInside(written: string, root: string, allowed: readonly string[]): string | undefined {
  const absolute = path.resolve(root, written);
  const real = realOf(absolute);
  const inside = allowed.some((directory) => real !== directory && !leadsOut(path.relative(directory, real)));
  return inside ? absolute : undefined;
}

/** Whether a relative path climbs out of where it starts, or is none (another drive on Windows). */
export function leadsOut(relative: string): boolean {
  return relative === '..' || /^\.\.[\\/]/.test(relative) || path.isAbsolute(relative);
}

/** The real path of the longest part that exists, links that lead nowhere yet resolved too. */
function realOf(absolute: string, depth = 0): string {
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = path.dirname(absolute);
  if (parent === absolute || depth > 40) return absolute;
  const link = readlinkIfLink(absolute);
  if (link !== undefined) return realOf(path.resolve(parent, link), depth + 1);
  return path.join(realOf(parent, depth + 1), path.basename(absolute));
}

function readlinkIfLink(file: string): string | undefined {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(file) : undefined;
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
  if (absolute !== undefined && statSync(absolute, { throwIfNoEntry: false })?.isDirectory())
    return { ok: false, problem: `names \`${written}\`, which is a directory; name the file to write` };
  if (absolute !== undefined) return { ok: true, value: absolute };
  return {
    ok: false,
    problem: `names \`${written}\`, which is neither in the repository nor in the runner's temporary folder`,
  };
}
