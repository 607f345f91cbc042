// `npm test`: installs what is missing and runs everything. Plain JavaScript that any Node from 20 runs
// with nothing installed; the checks and the tests then run on the Node of the project.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allParts } from './install/parts.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MODULES = join(ROOT, 'node_modules');
const NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const STEPS = [
  { name: 'Format and lint (Biome)', args: [join(MODULES, '@biomejs', 'biome', 'bin', 'biome'), 'check'] },
  { name: 'Types (tsc)', args: [join(MODULES, 'typescript', 'bin', 'tsc')] },
  { name: 'dist/ matches the source', args: [join(ROOT, 'scripts', 'build.ts'), '--check'] },
  { name: 'Documents match action.yml', args: [join(ROOT, 'scripts', 'docs.ts'), '--check'] },
];

/** What the parts are for, so that a missing one says what was not tested. */
const TESTED_BY = {
  packer: 'the end-to-end tests with the real Packer',
  moto: 'all tests that build, tag or ask the EC2 API',
  sshd: 'the end-to-end tests with a real provisioner',
  terraform: 'the end-to-end tests with Terraform',
};

installModules();
const parts = lookForParts();
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const step of STEPS) {
  heading(step.name);
  count(runNode(step.args) === 0 ? 'passed' : 'failed');
}
runTests();
tellMissing();
const total = `${counts.passed} passed, ${counts.failed} failed`;
console.log(counts.skipped > 0 ? `${total}, ${counts.skipped} skipped` : total);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

/** Installs the npm packages of the lock file, unless exactly those are there. */
function installModules() {
  if (modulesMatchLock() && existsSync(NODE)) return;
  heading('Installing npm packages');
  // npm is a script of its own name on Windows, which only a shell finds.
  const done = spawnSync('npm', ['ci'], { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
  if (done.status === 0) return;
  console.log('npm ci failed; its own words are above.\n0 passed, 1 failed');
  process.exit(1);
}

/** Compares what npm wrote down about node_modules with the lock; times of files say nothing after a checkout. */
function modulesMatchLock() {
  const installed = packagesOf(join(MODULES, '.package-lock.json'));
  const locked = packagesOf(join(ROOT, 'package-lock.json'));
  if (installed === undefined || locked === undefined) return false;
  return Object.entries(locked).every(
    ([path, entry]) =>
      path === '' ||
      installed[path]?.version === entry.version ||
      // Binaries of other platforms are in the lock and rightly not installed.
      (installed[path] === undefined && entry.optional === true),
  );
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function packagesOf(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

function lookForParts() {
  heading('Packer, moto, sshd and Terraform');
  const found = allParts({ install: true });
  for (const [name, part] of Object.entries(found)) {
    console.log(
      part.available ? `${name} ${part.version} (${part.path})` : `${name} is missing: ${part.reason}`,
    );
  }
  return found;
}

function runTests() {
  heading('Tests (vitest)');
  const folder = mkdtempSync(join(tmpdir(), 'packer-ci-vitest-'));
  const file = join(folder, 'results.json');
  const status = runNode([
    join(MODULES, 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...process.argv.slice(2),
  ]);
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] };
  rmSync(folder, { recursive: true, force: true });
  const failedBefore = counts.failed;
  for (const testFile of results.testResults) countFile(testFile);
  // An error outside of any test, such as a promise nobody awaited.
  if (status !== 0 && counts.failed === failedBefore) count('failed');
}

/** @param {{ status: string, assertionResults: readonly { status: string }[] }} testFile */
function countFile(testFile) {
  const states = testFile.assertionResults.map((test) => test.status);
  for (const state of states) {
    count(state === 'passed' || state === 'failed' ? state : 'skipped');
  }
  // A file that cannot be loaded, or whose hook failed, has no test that failed.
  if (testFile.status === 'failed' && !states.includes('failed')) count('failed');
}

function tellMissing() {
  console.log('');
  for (const [name, part] of Object.entries(parts)) {
    if (part.available) continue;
    const failure = process.env.CI === 'true';
    if (failure) count('failed');
    console.log(
      `${failure ? 'FAILED' : 'SKIPPED'}: ${TESTED_BY[name]}, because ${name} is missing: ${part.reason}`,
    );
  }
}

/** @param {readonly string[]} args */
function runNode(args) {
  const path = [join(MODULES, '.bin'), process.env.PATH ?? ''].join(delimiter);
  const done = spawnSync(NODE, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  return done.status ?? 1;
}

/** @param {'passed' | 'failed' | 'skipped'} state */
function count(state) {
  counts[state] += 1;
}

/** @param {string} text */
function heading(text) {
  console.log(`\n=== ${text} ===`);
}
