// `npm run bench`: how long the committed bundle takes to lint templates and how much memory, with the loading
// of Node, of the bundle and of the parsers. No Packer is called.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { markdownTable } from 'markdown-table';
import { parseKeyValueFile } from '../../test/support/file-commands.ts';
import { writeTemplates } from './templates.ts';

const ROUNDS = 9;
const ROOT = join(import.meta.dirname, '..', '..');
const PEAK_MEMORY = join(ROOT, 'test', 'support', 'peak-memory.mjs');

type Subject = {
  readonly name: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
};

/** The action as a step runs it, on so many templates. */
function lintOf(count: number, parent: string): Subject {
  const folder = join(parent, String(count));
  mkdirSync(folder);
  writeTemplates(folder, count);
  const env = {
    PATH: '', // No Packer of this machine takes part.
    GITHUB_WORKSPACE: folder,
    GITHUB_SHA: '4f2a91c0d3b5e6f708192a3b4c5d6e7f80912a3b',
    RUNNER_TEMP: parent,
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    INPUT_MODE: 'validate',
    INPUT_CHECKS: 'lint',
    INPUT_INIT: 'false',
    INPUT_COMMENT: 'false',
    'INPUT_FAIL-ON': 'never',
  };
  return { name: `lint, templates: ${count}`, args: [join(ROOT, 'dist', 'index.js')], folder, env };
}

/** Runs a subject once and gives the seconds; throws when it does not do its work. */
function run({ name, args, folder, env }: Subject): number {
  for (const file of ['output', 'summary']) writeFileSync(join(folder, file), '');
  const start = performance.now();
  const done = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${name} failed:\n${done.stdout}${done.stderr}`);
  return (performance.now() - start) / 1000;
}

/** The warm-up, in megabytes; it is not timed, so that taking the memory costs no time. */
function peakMemory(subject: Subject): number {
  const file = join(subject.folder, 'peak');
  const args = ['--import', PEAK_MEMORY, ...subject.args];
  run({ ...subject, args, env: { ...subject.env, PEAK_MEMORY_FILE: file } });
  return Number(readFileSync(file, 'utf8')) / 1024;
}

/** What the last run found: it shows that the templates were read. */
function found({ folder }: Subject): string {
  const outputs = parseKeyValueFile(readFileSync(join(folder, 'output'), 'utf8'));
  return outputs.size === 0 ? '' : `${outputs.get('errors')} errors, ${outputs.get('warnings')} warnings`;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function measure(parent: string): void {
  const bare: Subject = { name: '`node -e 0`', args: ['-e', '0'], folder: parent, env: {} };
  const subjects = [bare, ...[1, 10, 100].map((count) => lintOf(count, parent))];
  const memory = subjects.map(peakMemory);
  // In turns, so that whatever else the machine does meets all of them alike.
  const rounds = Array.from({ length: ROUNDS }, () => subjects.map(run));
  const times = subjects.map((_, index) => rounds.map((round) => round[index] ?? Number.NaN));
  const unit = median(times[0] ?? []);
  const rows = subjects.map((subject, index) => {
    const own = times[index] ?? [];
    const range = `${Math.min(...own).toFixed(3)} to ${Math.max(...own).toFixed(3)}`;
    const seconds = [median(own).toFixed(3), range, (median(own) / unit).toFixed(1)];
    return [subject.name, ...seconds, (memory[index] ?? Number.NaN).toFixed(0), found(subject)];
  });
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores; ${ROUNDS} rounds after a warm-up.\n`,
  );
  const head = ['Run', 'Median s', 'Range s', '× bare', 'Peak MB', 'Found'];
  console.log(markdownTable([head, ...rows], { align: ['l', 'r', 'r', 'r', 'r', 'l'] }));
}

const parent = mkdtempSync(join(tmpdir(), 'packer-ci-bench-'));
try {
  measure(parent);
} finally {
  rmSync(parent, { recursive: true, force: true });
}
