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
  /** For the AMIs of a run that ends before the action can tag them. */
  readonly tags: Readonly<Record<string, string>>;
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
      recording: recordingAt(base),
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
      const base = path.join(folder, name.replace(/\.json$/, ''));
      const record = readRecord(base);
      const interrupted = existsSync(`${base}.interrupted`);
      return record === undefined ? [] : [{ ...record, interrupted }];
    });
}

/** The recording is the one beside the record, whatever the record says: it could name any file. */
function readRecord(base: string): RunRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(`${base}.json`, 'utf8'));
    return isRecord(record) && existsSync(`${base}.stdout`)
      ? { ...record, recording: recordingAt(base) }
      : undefined;
  } catch {
    return undefined;
  }
}

const recordingAt = (base: string): Recording => ({ stdout: `${base}.stdout`, stderr: `${base}.stderr` });

function isRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record: Partial<Record<keyof RunRecord, unknown>> = value;
  const { version, pid, regions, startedAt } = record;
  const texts = [record.template, record.identity, startedAt, record.fallbackRegion];
  return (
    version === 1 &&
    Number.isInteger(pid) &&
    Number(pid) > 1 &&
    texts.every((text) => typeof text === 'string') &&
    !Number.isNaN(Date.parse(String(startedAt))) &&
    typeof regions === 'object' &&
    regions !== null &&
    Object.values(regions).every(isRegions) &&
    typeof record.tags === 'object' &&
    record.tags !== null &&
    Object.values(record.tags).every((text) => typeof text === 'string')
  );
}

function isRegions(value: unknown): value is Regions {
  if (typeof value !== 'object' || value === null) return false;
  const { home, copies }: { readonly home?: unknown; readonly copies?: unknown } = value;
  return (
    typeof home === 'string' && Array.isArray(copies) && copies.every((region) => typeof region === 'string')
  );
}
