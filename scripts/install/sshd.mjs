import { run, which } from './command.mjs';
import { findOrInstall } from './part.mjs';
import { installSystemPackage } from './system-package.mjs';

/**
 * OpenSSH's server program. The tests start one of their own; the system's service is not used.
 *
 * @param {{ install: boolean }} options
 */
export function installSshd(options) {
  return findOrInstall(
    findSshd,
    () => installSystemPackage({ apt: ['openssh-server'], brew: 'openssh' }),
    options,
  );
}

function findSshd() {
  // Users who are not root often have no sbin folder on PATH.
  const path = which('sshd', ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin']);
  if (path === undefined) return undefined;
  // Versions before 9.2 do not know -V, but name themselves in the usage they then print.
  return { path, version: /OpenSSH_([\w.]+)/.exec(run(path, ['-V']).text)?.[1] ?? 'unknown' };
}
