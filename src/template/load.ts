import { readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Finding } from '../finding.ts';
import { MAX_FILE_BYTES } from './decode.ts';
import type { FileBytes, TemplateSource } from './read.ts';
import { notReadable, tooLarge } from './refusal.ts';

/** Where a template lies. Paths are relative to the root, with forward slashes. */
export type TemplateFiles = {
  readonly name: string;
  /** The repository's root, absolute. */
  readonly root: string;
  readonly files: readonly string[];
  readonly varFiles: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
};

/** Reads the bytes of a template. What must not or cannot be read is a finding in `refused`, not an error. */
export async function loadTemplate(template: TemplateFiles): Promise<TemplateSource> {
  const root = await realpath(template.root);
  const load = (path: string) => loadFile(template.name, root, path);
  const files = await Promise.all(template.files.map(load));
  const varFiles = await Promise.all(template.varFiles.map(load));
  return {
    name: template.name,
    files: files.filter(isFile),
    varFiles: varFiles.filter(isFile),
    variables: template.variables,
    refused: [...files, ...varFiles].filter((loaded): loaded is Finding => !isFile(loaded)),
  };
}

function isFile(loaded: FileBytes | Finding): loaded is FileBytes {
  return 'bytes' in loaded;
}

async function loadFile(template: string, root: string, path: string): Promise<FileBytes | Finding> {
  try {
    const real = await realpath(join(root, path));
    const inside = relative(root, real);
    if (inside === '..' || inside.startsWith(`..${sep}`) || join(root, inside) !== real) {
      return notReadable(template, path, {
        what: `\`${path}\` leads out of the repository.`,
        why: 'A link to a file of the runner would put that file into the report.',
        fix: 'Replace the symbolic link with the file itself.',
      });
    }
    const status = await stat(real);
    if (!status.isFile()) {
      return notReadable(template, path, {
        what: `\`${path}\` is not a file.`,
        why: 'Packer tries to read everything with this ending as a template file.',
        fix: 'Rename the directory, or take it out of the template.',
      });
    }
    if (status.size > MAX_FILE_BYTES) return tooLarge(template, path, status.size);
    return { path, bytes: await readFile(real) };
  } catch (error) {
    return notReadable(template, path, {
      what: `\`${path}\` cannot be read.`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Check that the file exists and that the runner may read it.',
    });
  }
}
