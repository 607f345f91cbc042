import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ec2 } from './aws/ec2.ts';
import type { Ec2Resources } from './aws/resources.ts';
import type { Failure } from './failure.ts';
import { newImage } from './image.ts';
import { resolveInside } from './inputs/paths.ts';
import type { Log } from './log.ts';
import { identityOf, isGroupRunning, signalGroup } from './packer/detached.ts';
import { createLineReader } from './packer/lines.ts';
import { parseEvent } from './packer/machine-readable.ts';
import { createLedger, type LedgerEntry } from './sweep/ledger.ts';
import { type RunRecord, type Unsettled, unsettledRecords } from './sweep/record.ts';
import type { SweepResult } from './sweep/result.ts';
import { sweep } from './sweep/sweep.ts';
import { targetsOf } from './sweep/targets.ts';
import { PATIENCE, tag } from './tag.ts';

/** How long Packer may take to clean up by itself, in milliseconds: the runner ends everything after five minutes. */
const CLEAN_UP = 200_000;

export type PostInputs = {
  /** Where the main step kept its records, as its state says. */
  readonly folder: string;
  /** The runner's temporary folder, absolute. */
  readonly temporary: string;
  /** Whether what Packer leaves is removed. */
  readonly sweeps: boolean;
};

export type PostTools = { readonly ec2: Ec2; readonly resources: Ec2Resources; readonly log: Log };

/** What the post step did; `undefined` where the main step had left nothing to do. */
export type PostReport = {
  readonly runs: number;
  /** AMIs of finished builds that have no tags, each with the command that tags it. */
  readonly untagged: readonly Failure[];
  readonly result: SweepResult;
};

/**
 * The post step: waits until the Packer of a step that was cut off has ended, telling it to where nobody has,
 * and removes what it could not. What Packer printed is on disk whether or not the action was there to read it.
 */
export async function post(
  { folder, temporary, sweeps }: PostInputs,
  { ec2, resources, log }: PostTools,
): Promise<PostReport | undefined> {
  // The state of a step is a file that other processes of the job could write to.
  if (resolveInside(folder, temporary, [temporary]) === undefined) return undefined;
  const records = unsettledRecords(folder);
  if (records.length === 0) return undefined;
  for (const record of records) {
    log.line(`packer build of ${record.template} was cut off; waiting for its own clean-up`);
    await waitForEnd(record, log);
  }
  const runs = await Promise.all(
    records.map(async (record) => ({ record, entries: await readLedger(record) })),
  );
  const untagged = await Promise.all(runs.map((run) => tagFinished(run, { ec2, log })));
  // Waiting for Packer and tagging what it finished have nothing to do with the sweep.
  const targets = runs.flatMap(({ record, entries }) => targetsOf(entries, record, { removeAmis: true }));
  const result = sweeps ? await sweep(targets, resources) : { removed: [], left: [] };
  return { runs: records.length, untagged: untagged.flat(), result };
}

/** Tags what a run finished although nobody was there any more; gives what could not be tagged. */
async function tagFinished(
  { record, entries }: { readonly record: RunRecord; readonly entries: readonly LedgerEntry[] },
  { ec2, log }: Pick<PostTools, 'ec2' | 'log'>,
): Promise<readonly Failure[]> {
  const tags = new Map(Object.entries(record.tags));
  const made = { template: record.template, builderId: '', kind: 'ami', commit: '' } as const;
  const images = entries.flatMap(({ build, keptAmis }) =>
    keptAmis.map(({ region, id }) => ({ ...newImage({ ...made, build }), region, id })),
  );
  const terms = { ...PATIENCE, since: new Date(record.startedAt) };
  const tagged = await tag(images, tags, ec2, terms);
  for (const { id, region } of tagged.images)
    log.line(`Images        ${id} in ${region} was made by ${record.template} all the same, and is kept`);
  return tagged.failures;
}

/** Interrupts the group once and waits; what does not end in time is killed, or it would go on making things. */
async function waitForEnd({ pid, identity, interrupted, template }: Unsettled, log: Log): Promise<void> {
  const now = identityOf(pid);
  // A leader that is gone is no reason to doubt the group: its number is not given out while the group lives.
  if (!isGroupRunning(pid) || (now !== '' && now !== identity)) return;
  if (!interrupted) signalGroup(pid, 'SIGINT');
  const deadline = Date.now() + CLEAN_UP;
  while (isGroupRunning(pid) && Date.now() < deadline) await sleep(250);
  if (!isGroupRunning(pid)) return;
  log.line(`packer build of ${template} did not end in ${CLEAN_UP / 1000} s; it is killed`);
  signalGroup(pid, 'SIGKILL');
}

async function readLedger({ recording }: RunRecord): Promise<readonly LedgerEntry[]> {
  const ledger = createLedger();
  const reader = createLineReader((line) => ledger.add(parseEvent(line)));
  for await (const chunk of createReadStream(recording.stdout)) reader.push(chunk);
  reader.end();
  return ledger.entries();
}
