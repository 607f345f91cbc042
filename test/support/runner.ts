import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject, onTestFailed } from 'vitest';
import { inputEnvironment, readActionMetadata } from './action-metadata.ts';
import { cleanEnvironment } from './environment.ts';
import { pushEvent, type WorkflowEvent } from './event.ts';
import { parseKeyValueFile } from './file-commands.ts';
import { createStepLog } from './step-log.ts';
import { temporaryFolder } from './temporary.ts';
import { createCommandReader, type Obeyed } from './workflow-commands.ts';

/** A step `uses: packer-ci` in a workflow. */
export type Step = {
  /** Root of what is checked out. */
  readonly workspace: string;
  /** The `with:` of the step; the runner fills in action.yml's defaults. */
  readonly with: Readonly<Record<string, string>>;
  /** The `env:` of the job; on top of a clean machine's. */
  readonly env?: Readonly<Record<string, string>>;
  /** A push to main unless said otherwise. */
  readonly event?: WorkflowEvent;
  /** What the step is sent while it runs; nothing unless said otherwise. */
  readonly signals?: Signals;
  /** The step whose post step this is; its state and its RUNNER_TEMP are handed on. */
  readonly after?: Pick<StepResult, 'state' | 'temporary'>;
};

/** Signals to the action's own process, and to no other, as the runner sends them. */
export type Signals = {
  /** They begin when this appears in the log. */
  readonly at: string;
  /** Each so many milliseconds after the one before; those after its end are not sent. */
  readonly send: readonly { readonly signal: NodeJS.Signals; readonly wait: number }[];
};

/** What GitHub's runner sends to a step that is cancelled. */
export const RUNNER_CANCELS: Signals['send'] = [
  { signal: 'SIGINT', wait: 0 },
  { signal: 'SIGTERM', wait: 7500 },
  { signal: 'SIGKILL', wait: 2500 },
];

/** What a step left. */
export type StepResult = Obeyed & {
  readonly exitCode: number;
  /** What is shown, both streams in the order they came. */
  readonly log: string;
  readonly logLines: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** The job summary, Markdown. */
  readonly summary: string;
  /** RUNNER_TEMP of the step. */
  readonly temporary: string;
  /** The most memory that the action's own process held, in megabytes. */
  readonly peakMegabytes: number;
};

const COMMIT = '4f2a91c0d3b5e6f708192a3b4c5d6e7f80912a3b';

/**
 * Runs the committed bundle as GitHub's runner does: inputs and event in the environment and in files,
 * commands taken from the log, outputs read from the file that the runner names. When the test fails,
 * the whole run is printed.
 */
export async function runAction(step: Step): Promise<StepResult> {
  const temporary = temporaryFolder('runner');
  const files = { ...prepareFiles(temporary), ...(step.after && { temp: step.after.temporary }) };
  const event = step.event ?? pushEvent(COMMIT);
  writeFileSync(files.event, JSON.stringify(event.payload));

  const metadata = readActionMetadata();
  const env = {
    ...cleanEnvironment(),
    RUNNER_OS: process.platform === 'darwin' ? 'macOS' : 'Linux',
    RUNNER_ARCH: process.arch.toUpperCase(),
    RUNNER_TEMP: files.temp,
    RUNNER_TOOL_CACHE: files.toolCache,
    ...event.environment,
    GITHUB_WORKSPACE: step.workspace,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_OUTPUT: files.output,
    GITHUB_STATE: files.state,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_ENV: files.env,
    GITHUB_PATH: files.path,
    PEAK_MEMORY_FILE: files.peak,
    ...inputEnvironment(metadata, step.with),
    ...stateEnvironment(step.after?.state ?? {}),
    ...step.env,
  };
  const root = inject('root');
  const preload = join(root, 'test', 'support', 'peak-memory.mjs');
  const args = ['--import', preload, join(root, step.after ? metadata.runs.post : metadata.runs.main)];

  const reader = createCommandReader();
  const started = once();
  const log = createStepLog((line) => {
    reader.read(line);
    if (step.signals !== undefined && line.includes(step.signals.at)) started.happen();
  });
  const signals = { from: started.happened, send: step.signals?.send ?? [] };
  const exitCode = await runProcess(args, { cwd: step.workspace, env, signals }, log);
  const result: StepResult = {
    ...reader.obeyed(),
    exitCode,
    log: log.result().text,
    logLines: log.result().lineCount,
    outputs: Object.fromEntries(parseKeyValueFile(readFileSync(files.output, 'utf8'))),
    state: Object.fromEntries(parseKeyValueFile(readFileSync(files.state, 'utf8'))),
    summary: readFileSync(files.summary, 'utf8'),
    temporary: files.temp,
    peakMegabytes: existsSync(files.peak) ? Number(readFileSync(files.peak, 'utf8')) / 1024 : Number.NaN,
  };
  onTestFailed(() => console.error(describeRun(step, result)));
  return result;
}

/** A moment to wait for, and the way to say that it has come. */
function once(): { readonly happened: Promise<void>; readonly happen: () => void } {
  let happen = (): void => undefined;
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { happened, happen };
}

function stateEnvironment(state: StepResult['state']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
}

function prepareFiles(root: string): Readonly<Record<FileName, string>> {
  for (const folder of ['temp', 'tool-cache', 'commands']) mkdirSync(join(root, folder));
  const command = (name: string): string => {
    const path = join(root, 'commands', name);
    writeFileSync(path, '');
    return path;
  };
  return {
    temp: join(root, 'temp'),
    toolCache: join(root, 'tool-cache'),
    event: join(root, 'event.json'),
    peak: join(root, 'peak-memory'),
    output: command('output'),
    state: command('state'),
    summary: command('summary'),
    env: command('env'),
    path: command('path'),
  };
}

type FileName = 'temp' | 'toolCache' | 'event' | 'peak' | 'output' | 'state' | 'summary' | 'env' | 'path';

type ProcessOptions = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signals: { readonly from: Promise<void>; readonly send: Signals['send'] };
};

function runProcess(
  args: readonly string[],
  { cwd, env, signals }: ProcessOptions,
  log: ReturnType<typeof createStepLog>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    // The tests run on the action's own runtime; see scripts/test.mjs.
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const source of [child.stdout, child.stderr]) {
      const lines = log.stream();
      source.setEncoding('utf8').on('data', lines.write).on('end', lines.end);
    }
    void signals.from.then(async () => {
      for (const { signal, wait } of signals.send) {
        await sleep(wait);
        child.kill(signal);
      }
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

const SHOWN = 20_000;

function describeRun(step: Step, result: StepResult): string {
  const shorten = (text: string): string =>
    text.length <= 2 * SHOWN ? text : `${text.slice(0, SHOWN)}\n[…]\n${text.slice(-SHOWN)}`;
  return [
    `--- with: ${JSON.stringify(step.with)}`,
    `--- exit code ${result.exitCode}, log:`,
    shorten(result.log),
    `--- outputs: ${JSON.stringify(result.outputs, undefined, 2)}`,
    '--- summary:',
    shorten(result.summary),
    '---',
  ].join('\n');
}
