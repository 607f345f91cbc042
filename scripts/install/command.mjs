// Plain JavaScript on purpose: these files run on whatever Node is there before anything is installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Where an executable is, looking through PATH and then through further folders.
 *
 * @param {string} name
 * @param {readonly string[]} [folders]
 * @returns {string | undefined}
 */
export function which(name, folders = []) {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...path, ...folders].map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a command to its end and returns what it said.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string> }} [options]
 * @returns {{ ok: boolean, text: string }}
 */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...options.env },
    maxBuffer: 64 * 1024 * 1024,
  });
  const text = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`;
  return { ok: done.status === 0, text };
}

/**
 * The last lines of a command's output, short enough for a reason.
 *
 * @param {string} text
 */
export function lastLines(text) {
  return text.trim().split('\n').slice(-3).join(' ').slice(-400);
}
