import { type ChildProcess, spawn } from 'node:child_process';
import { getExecOutput } from '@actions/exec';
import { which } from '@actions/io';
import type { Log } from '../log.ts';

/** One call of Packer. */
export type Invocation = {
  readonly args: readonly string[];
  /** Absolute directory to run in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

/** How a process ended. */
export type Ending =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string };

/** All that a short call printed. */
export type Captured = { readonly ending: Ending; readonly stdout: string; readonly stderr: string };

/** The port to Packer. No method throws because of what Packer does. */
export type Packer = {
  /** Absolute path of the executable. */
  readonly path: string;
  /** Runs a call and gives what it printed; for `version`, `init`, `fmt` and `validate`. */
  readonly capture: (invocation: Invocation) => Promise<Captured>;
  /**
   * Runs a call whose output may be gigabytes: each chunk of standard output is handed over and forgotten,
   * and Packer waits until `onOutput` is done with it.
   */
  readonly stream: (
    invocation: Invocation,
    onOutput: (chunk: Uint8Array) => Promise<void>,
  ) => Promise<{ readonly ending: Ending; readonly stderr: string }>;
};

/** What a stage needs to call Packer: the port, the environment for the child, and where to show what it says. */
export type PackerTools = {
  readonly packer: Packer;
  /** Such as `1.16.0`; empty where there is none. */
  readonly version: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: Log;
};

/** How much of the end of standard error is kept; a Go panic with its stacks fits. */
const STDERR_KEPT = 64 * 1024;

/** The Packer on PATH, or undefined where there is none. */
export async function findPacker(): Promise<Packer | undefined> {
  const path = await which('packer', false);
  return path === '' ? undefined : packerAt(path);
}

/** In the place of Packer in a run that only reads text; asking it anything is a bug. */
export const NO_PACKER: Packer = {
  path: '',
  capture: () => Promise.reject(new Error('There is no Packer in this run.')),
  stream: () => Promise.reject(new Error('There is no Packer in this run.')),
};

function packerAt(path: string): Packer {
  return {
    path,
    capture: async ({ args, cwd, env }) => {
      const options = { cwd, env: { ...env }, ignoreReturnCode: true, silent: true };
      const { exitCode, stdout, stderr } = await getExecOutput(`"${path}"`, [...args], options);
      return { ending: endingOf(exitCode, null), stdout, stderr };
    },
    // Not @actions/exec: it keeps every unfinished line, knows no back-pressure and hides the signal.
    stream: async ({ args, cwd, env }, onOutput) => {
      const child = spawn(path, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const ended = waitFor(child);
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr = (stderr + text).slice(-STDERR_KEPT);
      });
      for await (const chunk of child.stdout) await onOutput(chunk);
      return { ending: await ended, stderr };
    },
  };
}

function waitFor(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(endingOf(code, signal)));
  });
}

/** @actions/exec gives a null exit code for a process that a signal ended, though its type says number. */
function endingOf(code: number | null, signal: string | null): Ending {
  return code === null ? { kind: 'killed', signal: signal ?? 'a signal' } : { kind: 'exited', code };
}

/** An ending in words: `exit code 1`, `killed by SIGKILL`. */
export function endingText(ending: Ending): string {
  return ending.kind === 'exited' ? `exit code ${ending.code}` : `killed by ${ending.signal}`;
}
