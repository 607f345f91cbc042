import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A new empty folder, removed with all others when the tests have run. Its path is real. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(inject('temporary'), `${name}-`));
}
