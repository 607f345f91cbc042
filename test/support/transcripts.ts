import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Files } from './repository.ts';

/** A recorded run of Packer: what it was given and what it said. */
export type Transcript = {
  readonly name: string;
  /** The template's files. */
  readonly files: Files;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
};

const RECORD = new Set(['argv', 'exit-code', 'stderr', 'stdout']);

/** Reads a recorded run, replacing texts in what it printed, such as the ids of AMIs that are long gone. */
export function readTranscript(name: string, replace: Readonly<Record<string, string>> = {}): Transcript {
  const folder = join(inject('root'), 'test', 'fixtures', 'transcripts', name);
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const replaced = (text: string): string =>
    Object.entries(replace).reduce((rest, [from, to]) => rest.replaceAll(from, to), text);
  const templates = readdirSync(folder).filter((file) => !RECORD.has(file));
  return {
    name,
    files: Object.fromEntries(templates.map((file) => [file, read(file)])),
    stdout: replaced(read('stdout')),
    stderr: replaced(read('stderr')),
    exitCode: Number(read('exit-code')),
  };
}

/** The files of a recorded template, under a folder of a repository. */
export function templateFiles(folder: string, transcript: Transcript): Files {
  return Object.fromEntries(
    Object.entries(transcript.files).map(([name, text]) => [`${folder}/${name}`, text]),
  );
}
