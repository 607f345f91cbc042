import { lastLines, run, which } from './command.mjs';

let listsAreFresh = false;

/**
 * Installs a package with the system's package manager: apt-get as root (or with a sudo that asks no
 * password), else Homebrew. It never asks a question.
 *
 * @param {{ apt: readonly string[], brew: string }} names
 * @returns {{ ok: boolean, reason: string }}
 */
export function installSystemPackage(names) {
  if (which('apt-get') !== undefined) return installWithApt(names.apt);
  if (which('brew') !== undefined) return installWithBrew(names.brew);
  return { ok: false, reason: 'neither apt-get nor Homebrew is here to install it' };
}

/** @param {readonly string[]} packages */
function installWithApt(packages) {
  const prefix = asRoot();
  if (prefix === undefined) {
    return {
      ok: false,
      reason: `apt-get needs root; run: sudo apt-get install ${packages.join(' ')}`,
    };
  }
  if (!listsAreFresh) {
    console.log('Updating the lists of packages with apt-get');
    apt(prefix, ['update', '-qq']);
    listsAreFresh = true;
  }
  console.log(`Installing ${packages.join(', ')} with apt-get`);
  const done = apt(prefix, ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  return done.ok ? { ok: true, reason: '' } : { ok: false, reason: `apt-get: ${lastLines(done.text)}` };
}

/** What to put before a command so that it runs as root; undefined where that cannot be had. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return which('sudo') !== undefined && run('sudo', ['-n', 'true']).ok ? ['sudo', '-n'] : undefined;
}

/**
 * @param {readonly string[]} prefix
 * @param {readonly string[]} args
 */
function apt(prefix, args) {
  // `env` and not the option `env`: sudo drops the environment.
  const [command = 'env', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
  return run(command, rest);
}

/** @param {string} formula */
function installWithBrew(formula) {
  console.log(`Installing ${formula} with Homebrew`);
  const done = run('brew', ['install', '--quiet', formula], { env: { HOMEBREW_NO_AUTO_UPDATE: '1' } });
  return done.ok ? { ok: true, reason: '' } : { ok: false, reason: `Homebrew: ${lastLines(done.text)}` };
}
