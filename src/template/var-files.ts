import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Template } from '../plan/template.ts';

/**
 * The variable files that Packer loads by itself, from the repository's root: `*.auto.pkrvars.hcl` and
 * `*.auto.pkrvars.json` in the template's directory, in the order of their names. A template that is one
 * file has none. Read in Packer's source: `hcl2template/parser.go` (GetHCL2Files, hcl2AutoVarFileExt).
 */
export async function findVarFiles(template: Template): Promise<readonly string[]> {
  if (template.argument !== '.') return [];
  const names = await readdir(template.directory);
  return names
    .filter((name) => /\.auto\.pkrvars\.(hcl|json)$/.test(name))
    .sort()
    .map((name) => path.posix.join(template.folder, name));
}
