/**
 * Something the tests and the demo need beside Node and Git.
 *
 * @typedef {object} Part
 * @property {boolean} available
 * @property {string} path where it is; empty when it is not available
 * @property {string} version
 * @property {string} reason why it is not available; empty when it is
 */

/**
 * Finds a part, and where it is missing installs it and looks again.
 *
 * @param {() => { path: string, version: string } | undefined} find
 * @param {() => { ok: boolean, reason: string }} install
 * @param {{ install: boolean }} options
 * @returns {Part}
 */
export function findOrInstall(find, install, options) {
  const there = find();
  if (there !== undefined) return { available: true, ...there, reason: '' };
  if (!options.install) return missing('it is not on this machine');
  const done = install();
  const installed = find();
  if (installed !== undefined) return { available: true, ...installed, reason: '' };
  return missing(done.reason === '' ? 'it was installed, and still cannot be found' : done.reason);
}

/** @param {string} reason */
function missing(reason) {
  return { available: false, path: '', version: '', reason };
}
