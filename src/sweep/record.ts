import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Recording } from '../packer/detached.ts';
import type { Regions } from './regions.ts';

/** One run of `packer build`, written down when it starts, for the post step of a run that was cut off. */
export type RunRecord = {
  readonly version: 1;
  /** Name of the template. */
  readonly template: string;
  /** The process group of Packer. */
  readonly pid: number;
  /** What tells it from a later process with the same number; empty where that is not known. */
  readonly identity: string;
  /** ISO 8601, by this machine's clock. */
  readonly startedAt: string;
  readonly recording: Recording;
  /** By source, `amazon-ebs.web`, and by builder type, `amazon-ebs.`. */
  readonly regions: Readonly<Record<string, Regions>>;
  /** The region of the job, where a source names none. */
  readonly fallbackRegion: string;
};

/** One run of Packer on disk. */
export type RecordFile = {
  readonly recording: Recording;
  readonly write: (record: RunRecord) => void;
  /** Packer has been told to end. */
  readonly interrupt: () => void;
  /** Nothing of this run is left to clean up. */
  readonly settle: () => void;
};

/**
 * Files for the runs of Packer of one step, in a folder that only this user may read: build logs hold what
 * provisioners print. Each call of the result is for one more run.
 */
export function createRecords(folder: string): () => RecordFile {
  let count = 0;
  return () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    count += 1;
    const base = path.join(folder, `run-${count}`);
    return {
      recording: { stdout: `${base}.stdout`, stderr: `${base}.stderr` },
      write: (record) => {
        // Under its name only when whole: whoever reads it may come at any moment.
        writeFileSync(`${base}.part`, JSON.stringify(record), { mode: 0o600 });
        renameSync(`${base}.part`, `${base}.json`);
      },
      interrupt: () => writeFileSync(`${base}.interrupted`, ''),
      settle: () => {
        if (existsSync(`${base}.json`)) renameSync(`${base}.json`, `${base}.settled`);
      },
    };
  };
}

/** A run that nobody has cleaned up after. */
export type Unsettled = RunRecord & { readonly interrupted: boolean };

/** The runs in a folder that nobody has cleaned up after; what is no record is left out. */
export function unsettledRecords(folder: string): readonly Unsettled[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const record = readRecord(path.join(folder, name));
      const interrupted = existsSync(path.join(folder, name.replace(/\.json$/, '.interrupted')));
      return record === undefined ? [] : [{ ...record, interrupted }];
    });
}

function readRecord(file: string): RunRecord | undefined {
  try {
    const record: RunRecord = JSON.parse(readFileSync(file, 'utf8'));
    return record.version === 1 && Number.isInteger(record.pid) && record.pid > 1 ? record : undefined;
  } catch {
    return undefined;
  }
}
