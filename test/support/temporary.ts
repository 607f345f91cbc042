import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

// One hook for all folders of a worker: a test that fails half-way leaves nothing behind either.
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * A new empty folder, removed when the tests end. Its path is real: on macOS the temporary folder is
 * behind a symbolic link, and tests compare paths.
 */
export function temporaryFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `packer-ci-${name}-`)));
  folders.push(folder);
  return folder;
}
