import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** What the walk is interested in: `.pkr.hcl`, and JSON, which may be a template of the old form. */
const WANTED = /\.(?:pkr\.hcl|json)$/;

/** Never templates of the user's: Git's own files, other people's packages, Packer's and Terraform's caches. */
const IGNORED = ['.git', 'node_modules', 'packer_cache', '.terraform'];

/**
 * Everything in the repository whose name ends in `.pkr.hcl` or `.json`, from its root with forward slashes, sorted.
 * Symbolic links are named, since a template may share a file that way, but none is followed: a glob library
 * either leaves them out or walks through them.
 */
export async function walk(root: string, folder = ''): Promise<readonly string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const name = path.posix.join(folder, entry.name);
      // A link that leads nowhere is nothing to Packer either.
      if (WANTED.test(entry.name)) return existsSync(path.join(root, name)) ? [name] : [];
      return entry.isDirectory() && !IGNORED.includes(entry.name) ? walk(root, name) : [];
    }),
  );
  return found.flat().sort();
}
