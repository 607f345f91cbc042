import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLines, run, which } from './command.mjs';
import { findOrInstall } from './part.mjs';
import { installSystemPackage } from './system-package.mjs';

const VERSION = '5.2.1';
const FOLDER = fileURLToPath(new URL('../../.cache/moto', import.meta.url));

/**
 * moto, the EC2 API on this machine: the `moto_server` on PATH when it is the right version, else one in
 * a virtual environment of the project's own.
 *
 * @param {{ install: boolean }} options
 */
export function installMoto(options) {
  return findOrInstall(findMoto, installIntoOwnFolder, options);
}

function findMoto() {
  const candidates = [which('moto_server'), join(FOLDER, 'bin', 'moto_server')];
  const path = candidates.find((candidate) => candidate !== undefined && versionOf(candidate) === VERSION);
  return path === undefined ? undefined : { path, version: VERSION };
}

/**
 * moto_server does not tell its version; the Python beside it or named in its first line does.
 *
 * @param {string} path
 */
function versionOf(path) {
  if (!existsSync(path)) return undefined;
  const interpreter = /^#!(\S*python\S*)/.exec(readFileSync(path, 'utf8'))?.[1];
  const python = [interpreter, join(dirname(path), 'python3')].find(
    (candidate) => candidate !== undefined && existsSync(candidate),
  );
  if (python === undefined) return undefined;
  return run(python, ['-c', 'import importlib.metadata as m; print(m.version("moto"))']).text.trim();
}

function installIntoOwnFolder() {
  rmSync(FOLDER, { recursive: true, force: true });
  const python = preparePython();
  if (!python.ok) return python;
  console.log(`Installing moto ${VERSION} into .cache/moto`);
  const pip = join(FOLDER, 'bin', 'pip');
  const done = run(pip, ['install', '--quiet', '--disable-pip-version-check', `moto[server]==${VERSION}`]);
  return done.ok ? { ok: true, reason: '' } : { ok: false, reason: `pip: ${lastLines(done.text)}` };
}

/** Makes the virtual environment, installing Python's parts where Debian has split them off. */
function preparePython() {
  if (run('python3', ['-m', 'venv', FOLDER]).ok) return { ok: true, reason: '' };
  const installed = installSystemPackage({ apt: ['python3', 'python3-venv'], brew: 'python3' });
  if (!installed.ok) return installed;
  rmSync(FOLDER, { recursive: true, force: true });
  const again = run('python3', ['-m', 'venv', FOLDER]);
  return again.ok
    ? { ok: true, reason: '' }
    : { ok: false, reason: `python3 -m venv: ${lastLines(again.text)}` };
}
