import { getExecOutput } from '@actions/exec';
import { which } from '@actions/io';
import type { Cancellation } from '../cancellation.ts';
import type { Log } from '../log.ts';
import { type Recording, signalGroup, startDetached } from './detached.ts';
import { type Ending, endingOf } from './ending.ts';
import { follow } from './follow.ts';

/** One call of Packer. */
export type Invocation = {
  readonly args: readonly string[];
  /** Absolute directory to run in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

/** All that a short call printed. */
export type Captured = { readonly ending: Ending; readonly stdout: string; readonly stderr: string };

/** The port to Packer. No method throws because of what Packer does. */
export type Packer = {
  /** Absolute path of the executable. */
  readonly path: string;
  /** Runs a call and gives what it printed; for `version`, `init`, `fmt` and `validate`. */
  readonly capture: (invocation: Invocation) => Promise<Captured>;
  /**
   * Runs a call whose output may be gigabytes, recorded in files and handed over chunk by chunk. A cancelled
   * run is interrupted once, as a group, and left to itself when `leave` comes before it has ended.
   */
  readonly stream: (invocation: Invocation, listener: StreamListener) => Promise<Ending>;
};

export type StreamListener = {
  readonly recording: Recording;
  readonly cancellation: Cancellation;
  readonly onStart: (pid: number) => void;
  /** Called when the group has been interrupted, which is done once. */
  readonly onInterrupt: () => void;
  readonly onOutput: (chunk: Uint8Array) => Promise<void>;
};

/** What a stage needs to call Packer: the port, the environment for the child, and where to show what it says. */
export type PackerTools = {
  readonly packer: Packer;
  /** Such as `1.16.0`; empty where there is none. */
  readonly version: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: Log;
  readonly cancellation: Cancellation;
};

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
    stream: async (invocation, { recording, cancellation, onStart, onInterrupt, onOutput }) => {
      const { pid, ended } = await startDetached(path, invocation, recording);
      onStart(pid);
      const interrupt = (): void => {
        signalGroup(pid, 'SIGINT');
        onInterrupt();
      };
      if (cancellation.requested.aborted) interrupt();
      else cancellation.requested.addEventListener('abort', interrupt, { once: true });
      await follow(recording.stdout, ended, onOutput, cancellation.leave);
      cancellation.requested.removeEventListener('abort', interrupt);
      return cancellation.leave.aborted ? { kind: 'left' } : ended;
    },
  };
}
