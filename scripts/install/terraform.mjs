import { run, which } from './command.mjs';
import { findOrInstall } from './part.mjs';
import { installSystemPackage } from './system-package.mjs';

/**
 * Terraform from PATH, else from Homebrew, else from apt where a configured repository has it (Debian's
 * own does not).
 *
 * @param {{ install: boolean }} options
 */
export function installTerraform(options) {
  return findOrInstall(findTerraform, install, options);
}

function findTerraform() {
  const path = which('terraform');
  if (path === undefined) return undefined;
  const version = /Terraform v(\S+)/.exec(
    run(path, ['version'], { env: { CHECKPOINT_DISABLE: '1' } }).text,
  )?.[1];
  return version === undefined ? undefined : { path, version };
}

function install() {
  if (
    which('apt-get') !== undefined &&
    !/Candidate: \d/.test(run('apt-cache', ['policy', 'terraform']).text)
  ) {
    return {
      ok: false,
      reason:
        'no configured apt repository has it; see https://developer.hashicorp.com/terraform/install for how to add one',
    };
  }
  return installSystemPackage({ apt: ['terraform'], brew: 'hashicorp/tap/terraform' });
}
