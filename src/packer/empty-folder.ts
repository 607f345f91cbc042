import { mkdtempSync } from 'node:fs';
import path from 'node:path';

/** A new folder with nothing in it, in the runner's temporary folder, which the runner removes after the job. */
export function emptyFolder(temporary: string): string {
  return mkdtempSync(path.join(temporary, 'packer-ci-empty-'));
}
