import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inject } from 'vitest';
import { cleanEnvironment } from './environment.ts';
import { temporaryFolder } from './temporary.ts';
import type { Transcript } from './transcripts.ts';

/** A text, printed as often as `times` says; `{n}` in it is the count from 0. */
export type Part = { readonly text: string; readonly times: number };

/** What the stand-in does when it is called. */
export type Answer = {
  readonly stdout?: string | readonly Part[];
  readonly stderr?: string;
  readonly exitCode?: number;
  /** The signal that ends it after it has printed. */
  readonly signal?: NodeJS.Signals;
  /** Whether it goes on after it has printed until it is interrupted. */
  readonly untilInterrupted?: boolean;
};

/**
 * An answer to calls of a subcommand, in the folder or for the file of that name only when one is given, and
 * to the first `calls` of them when that is given.
 */
export type Scripted = {
  readonly subcommand: string;
  readonly template?: string;
  readonly calls?: number;
} & ({ readonly transcript: Transcript } | { readonly answer: Answer });

/** One call of the stand-in, as it saw it. */
export type Call = {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Names of all variables in its environment. */
  readonly variables: readonly string[];
  /** Names and values of the template's variables, `PKR_VAR_…`. */
  readonly templateVariables: Readonly<Record<string, string>>;
};

/** A `packer` that plays a part. */
export type StandIn = {
  /** PATH with it first. */
  readonly PATH: string;
  readonly calls: () => readonly Call[];
  /** The calls of one subcommand. */
  readonly callsOf: (subcommand: string) => readonly Call[];
};

/** What it answers where the script says nothing else: a Packer that has no complaint. */
const CONTENT: readonly Scripted[] = [
  { subcommand: 'version', answer: { stdout: 'Packer v1.16.0\n' } },
  { subcommand: 'init', answer: {} },
  { subcommand: 'fmt', answer: {} },
  { subcommand: 'validate', answer: { stdout: 'The configuration is valid.\n' } },
];

/** Makes a stand-in for Packer that follows a script; the first entry that fits a call answers it. */
export function createStandIn(script: readonly Scripted[]): StandIn {
  const folder = temporaryFolder('stand-in');
  const calls = join(folder, 'calls.jsonl');
  const scriptFile = join(folder, 'script.json');
  writeFileSync(scriptFile, JSON.stringify({ calls, answers: [...script, ...CONTENT].map(toAnswer) }));

  // The program itself needs its script's path and the Node of the tests, whatever the PATH of the action.
  const program = join(inject('root'), 'test', 'stand-in', 'packer.mjs');
  const words = [process.execPath, program, scriptFile].map((word) => `'${word}'`).join(' ');
  writeFileSync(join(folder, 'packer'), `#!/bin/sh\nexec ${words} "$@"\n`);
  chmodSync(join(folder, 'packer'), 0o755);

  const read = (): readonly Call[] =>
    existsSync(calls)
      ? readFileSync(calls, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line): Call => JSON.parse(line))
      : [];
  return {
    PATH: [folder, cleanEnvironment().PATH].join(delimiter),
    calls: read,
    callsOf: (subcommand) => read().filter((call) => call.argv[0] === subcommand),
  };
}

function toAnswer(entry: Scripted): unknown {
  const { subcommand, template, calls } = entry;
  const answer: Answer = 'transcript' in entry ? entry.transcript : entry.answer;
  const parts = (output: Answer['stdout']): readonly Part[] =>
    typeof output === 'string' ? [{ text: output, times: 1 }] : (output ?? []);
  return {
    subcommand,
    ...(template === undefined ? {} : { template }),
    stdout: parts(answer.stdout),
    stderr: parts(answer.stderr),
    exitCode: answer.exitCode ?? 0,
    ...(calls === undefined ? {} : { calls }),
    untilInterrupted: answer.untilInterrupted ?? false,
    ...(answer.signal === undefined ? {} : { signal: answer.signal }),
  };
}
