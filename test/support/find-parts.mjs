import { fileURLToPath } from 'node:url';
import { allParts } from '../../scripts/install/parts.mjs';

/**
 * Vitest's global setup: looks once for what the tests need and tells the workers. Plain JavaScript, as
 * what it imports is.
 *
 * @param {{ provide: (name: string, value: unknown) => void }} project
 */
export function setup(project) {
  project.provide('root', fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, ''));
  project.provide('parts', allParts({ install: false }));
}
