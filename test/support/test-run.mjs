import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allParts } from '../../scripts/install/parts.mjs';

/**
 * Vitest's global setup: looks once for what the tests need and makes the folder that all temporary ones
 * are in, since vitest ends its workers before they could clean up. Plain JavaScript, as what it imports is.
 *
 * @param {{ provide: (name: string, value: unknown) => void }} project
 * @returns the teardown
 */
export function setup(project) {
  // Real: on macOS the temporary folder is behind a symbolic link, and tests compare paths.
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'packer-ci-tests-')));
  project.provide('root', fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, ''));
  project.provide('parts', allParts({ install: false }));
  project.provide('temporary', temporary);
  return () => rmSync(temporary, { recursive: true, force: true });
}
