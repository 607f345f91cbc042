import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Template } from '../plan/template.ts';
import { MAX_FILE_BYTES } from './decode.ts';

/**
 * The JSON templates that lie in a template's directory, from the repository's root: `*.pkr.json`, which
 * Packer would merge with the rest, and templates of the form from before HCL2, which it reads when named.
 */
export async function findJsonTemplates(template: Template): Promise<readonly string[]> {
  if (template.argument !== '.') return [];
  const names = (await readdir(template.directory)).filter((name) => name.endsWith('.json')).sort();
  const refused = await Promise.all(
    names.map(
      async (name) =>
        name.endsWith('.pkr.json') || (await isLegacyTemplate(path.join(template.directory, name))),
    ),
  );
  return names.filter((_, index) => refused[index]).map((name) => path.posix.join(template.folder, name));
}

/** Whether a file is a template of the form from before HCL2: a JSON object with a list of `builders`. */
export async function isLegacyTemplate(file: string): Promise<boolean> {
  try {
    const status = await stat(file);
    if (!status.isFile() || status.size > MAX_FILE_BYTES) return false;
    const text = await readFile(file, 'utf8');
    // Most JSON files say nothing of builders and need not be parsed.
    if (!text.includes('"builders"')) return false;
    const value: unknown = JSON.parse(text);
    return (
      typeof value === 'object' && value !== null && 'builders' in value && Array.isArray(value.builders)
    );
  } catch {
    return false; // Whatever it is, it is no template that Packer could read.
  }
}
