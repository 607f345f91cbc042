import { run, which } from './command.mjs';
import { findOrInstall } from './part.mjs';
import { installSystemPackage } from './system-package.mjs';

/**
 * Packer from PATH, else what the system's package manager has.
 *
 * @param {{ install: boolean }} options
 */
export function installPacker(options) {
  return findOrInstall(
    findPacker,
    () => installSystemPackage({ apt: ['packer'], brew: 'hashicorp/tap/packer' }),
    options,
  );
}

function findPacker() {
  const path = which('packer');
  if (path === undefined) return undefined;
  // Some systems carry another program of the same name (cracklib's), which prints no such line.
  const version = /Packer v(\d+\.\d+\.\d+\S*)/.exec(
    run(path, ['version'], { env: { CHECKPOINT_DISABLE: '1' } }).text,
  )?.[1];
  return version === undefined ? undefined : { path, version };
}
