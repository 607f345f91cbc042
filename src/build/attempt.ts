import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type BuildArgsInputs, buildArgs } from '../packer/args.ts';
import { type BuildState, createBuildState } from '../packer/build-state.ts';
import type { Ending } from '../packer/ending.ts';
import { createLineReader } from '../packer/lines.ts';
import { parseEvent } from '../packer/machine-readable.ts';
import type { PackerTools, StreamListener } from '../packer/packer.ts';
import { displayLines } from '../packer/text.ts';
import type { Template } from '../plan/template.ts';
import { createLedger, type LedgerEntry } from '../sweep/ledger.ts';

/** One run of `packer build`, as far as it was followed. */
export type Attempt = {
  readonly state: BuildState;
  /** What it named on its way, for the clean-up. */
  readonly ledger: readonly LedgerEntry[];
  readonly ending: Ending;
  readonly stderr: string;
};

/** Where a run is recorded, and who is told that it has started. */
export type AttemptRecord = Pick<StreamListener, 'recording' | 'onStart' | 'onInterrupt'>;

/** How much of the end of standard error is kept, in bytes; a Go panic with its stacks fits. */
const STDERR_KEPT = 64 * 1024;

/** Runs Packer once and reads what it says while it says it. */
export async function attempt(
  template: Template,
  inputs: BuildArgsInputs,
  record: AttemptRecord,
  { packer, env, log, cancellation }: PackerTools,
): Promise<Attempt> {
  const args = buildArgs(template, inputs);
  const state = createBuildState();
  const ledger = createLedger();
  log.line(`packer ${args.join(' ')}`);
  return log.quote(async (write) => {
    let shown: string[] = [];
    const reader = createLineReader((line) => {
      const event = parseEvent(line);
      state.add(event);
      ledger.add(event);
      if (event.kind === 'ui') for (const text of displayLines(event.text)) shown.push(`  ${text}`);
      else if (event.kind === 'unreadable' && line.trim() !== '') shown.push(`  ${line}`);
    });
    const show = async (): Promise<void> => {
      if (shown.length > 0) write(shown.join('\n'));
      shown = [];
      await log.caughtUp();
    };
    const onOutput = (chunk: Uint8Array): Promise<void> => {
      reader.push(chunk);
      return show();
    };
    const invocation = { args, cwd: template.directory, env };
    const ending = await packer.stream(invocation, { ...record, cancellation, onOutput });
    reader.end();
    await show();
    const stderr = tail(record.recording.stderr);
    if (stderr.trim() !== '') write(stderr.trimEnd());
    return { state: state.result(), ledger: ledger.entries(), ending, stderr };
  });
}

/** The last bytes of a file as text. */
function tail(file: string): string {
  const from = Math.max(0, statSync(file).size - STDERR_KEPT);
  const bytes = Buffer.alloc(STDERR_KEPT);
  const handle = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(handle, bytes, 0, STDERR_KEPT, from)).toString('utf8');
  } finally {
    closeSync(handle);
  }
}
