import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import type { WorkflowEvent } from '../../test/support/event.ts';
import { parseKeyValueFile } from '../../test/support/file-commands.ts';

/** A step `uses: packer-ci`. */
export type Step = {
  /** Root of this project: where action.yml and the bundle are. */
  readonly root: string;
  /** An empty folder for the files that the runner makes for a step. */
  readonly folder: string;
  readonly workspace: string;
  readonly with: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly event: WorkflowEvent;
};

export type StepResult = {
  readonly exitCode: number;
  readonly outputs: ReadonlyMap<string, string>;
  /** Markdown for the page of the run. */
  readonly summary: string;
};

/** What a workflow may say under `with:`. */
export function inputNames(root: string): readonly string[] {
  return Object.keys(readMetadata(root).inputs);
}

type Metadata = {
  readonly inputs: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly runs: { readonly main: string };
};

/** Runs the committed bundle as GitHub's runner does; each line that it prints goes to `onLine`. */
export async function runStep(step: Step, onLine: (line: string) => void): Promise<StepResult> {
  const metadata = readMetadata(step.root);
  const temporary = join(step.folder, 'temp');
  mkdirSync(temporary, { recursive: true });
  const file = (name: string, text = ''): string => {
    const path = join(step.folder, name);
    writeFileSync(path, text);
    return path;
  };
  const output = file('output');
  const summary = file('summary.md');
  const environment = {
    ...step.environment,
    ...step.event.environment,
    RUNNER_TEMP: temporary,
    GITHUB_WORKSPACE: step.workspace,
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(step.event.payload)),
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_STATE: file('state'),
    GITHUB_ENV: file('env'),
    GITHUB_PATH: file('path'),
    ...inputVariables(metadata, step.with),
  };
  const bundle = join(step.root, metadata.runs.main);
  const exitCode = await runBundle(bundle, step.workspace, environment, onLine);
  return {
    exitCode,
    outputs: parseKeyValueFile(readFileSync(output, 'utf8')),
    summary: readFileSync(summary, 'utf8'),
  };
}

function readMetadata(root: string): Metadata {
  return parse(readFileSync(join(root, 'action.yml'), 'utf8'));
}

/**
 * `INPUT_*` as the runner sets them: what `with:` says, else the default of action.yml. There is no runner
 * here to work out an expression such as the token of the job, so it is empty.
 */
function inputVariables(
  { inputs }: Metadata,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      `INPUT_${name.toUpperCase()}`,
      given[name] ?? String(input.default ?? '').replace(/\$\{\{.*?\}\}/g, ''),
    ]),
  );
}

async function runBundle(
  bundle: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
): Promise<number> {
  const child = spawn(process.execPath, [bundle], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  for await (const line of createInterface({ input: child.stdout })) onLine(line);
  return ended;
}
