import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { type Ending, endingOf } from './ending.ts';
import type { Invocation } from './packer.ts';

/** Files that a run of Packer writes its output to; absolute paths. */
export type Recording = { readonly stdout: string; readonly stderr: string };

/** A run of Packer in a process group of its own. */
export type Detached = { readonly pid: number; readonly ended: Promise<Ending> };

/**
 * Starts Packer so that it outlives this process: a group of its own, which no signal to us reaches, and
 * files instead of pipes, since a write to a pipe without a reader would end it before it has cleaned up.
 * Throws what the system says where it cannot be started at all.
 */
export async function startDetached(
  path: string,
  { args, cwd, env }: Invocation,
  recording: Recording,
): Promise<Detached> {
  const stdout = openSync(recording.stdout, 'w', 0o600);
  const stderr = openSync(recording.stderr, 'w', 0o600);
  try {
    const child = spawn(path, args, { cwd, env, detached: true, stdio: ['ignore', stdout, stderr] });
    const ended = new Promise<Ending>((resolve) => {
      child.once('exit', (code, signal) => resolve(endingOf(code, signal)));
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return { pid: child.pid ?? 0, ended };
  } finally {
    closeSync(stdout);
    closeSync(stderr);
  }
}

/** Signals a whole process group; one that is gone already is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Whether any process of a group is still at work; one that only waits for its parent to notice its end is not. */
export function isGroupRunning(pid: number): boolean {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 0);
  } catch {
    return false;
  }
  const lines = ps(['-A', '-o', 'pgid=,stat=']).split('\n');
  if (lines.length < 2) return true; // No `ps` here; the signal says that there is one.
  return lines.some((line) => {
    const [group, state = ''] = line.trim().split(/\s+/);
    return Number(group) === pid && !state.startsWith('Z');
  });
}

/**
 * What tells a process from a later one that got the same number: when it started, in the system's words.
 * Empty where the process is gone, or the system has no `ps`.
 */
export function identityOf(pid: number): string {
  return ps(['-o', 'lstart=', '-p', String(pid)]);
}

function ps(args: readonly string[]): string {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
