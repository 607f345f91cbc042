import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type AnnotationProperties,
  error,
  notice,
  setFailed,
  setOutput,
  summary,
  warning,
} from '@actions/core';
import type { Context } from '../context.ts';
import { type Failure, failureText } from '../failure.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { resolveInside } from '../inputs/paths.ts';
import type { Log } from '../log.ts';
import { type Annotation, annotationsFor } from './annotations.ts';
import type { SourceLines } from './finding-text.ts';
import { imageLines } from './image-lines.ts';
import { manifestText } from './manifest.ts';
import type { Outputs } from './output-names.ts';
import { outputsOf } from './outputs.ts';
import { failedReport, type Report } from './report.ts';
import { summaryText } from './summary.ts';
import { tfvarsText } from './tfvars.ts';

export type PublishInputs = Pick<Inputs, 'manifestFile' | 'tfvarsFile' | 'tfvarsVariables'>;

const LEVELS = { error, warning, notice } as const;

/** Tells the world: files, outputs, annotations, summary, log. The only writer of outputs and the summary. */
export async function publish(
  report: Report,
  inputs: PublishInputs,
  context: Context,
  log: Log,
): Promise<void> {
  write(inputs.manifestFile, manifestText(report, context));
  const outputs = outputsOf(report, { manifest: inputs.manifestFile, tfvars: inputs.tfvarsFile });
  if (inputs.tfvarsFile !== '') write(inputs.tfvarsFile, tfvarsText(inputs.tfvarsVariables, outputs));
  await tell(report, outputs, readSource(context.workspace), log);
}

/** The same for a run whose inputs or context say nothing of where to write files. */
export async function publishFailure(failure: Failure, log: Log): Promise<void> {
  const report = failedReport(failure);
  await tell(report, outputsOf(report, { manifest: '', tfvars: '' }), () => undefined, log);
}

async function tell(report: Report, outputs: Outputs, sources: SourceLines, log: Log): Promise<void> {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
  for (const line of imageLines(report)) log.line(line);
  for (const annotation of annotationsFor(report.findings)) annotate(annotation);
  for (const text of report.warnings) warning(text);
  await summary.addRaw(summaryText(report, sources)).write();
  const [first, ...others] = report.failures;
  for (const failure of others) log.line(`✗ ${failureText(failure)}`);
  if (first !== undefined) setFailed(failureText(first));
}

function annotate({ level, title, message, at }: Annotation): void {
  const place: AnnotationProperties =
    at === undefined
      ? {}
      : {
          file: at.file,
          startLine: at.line,
          ...(at.endLine === undefined ? {} : { endLine: at.endLine }),
          // GitHub takes columns only within one line.
          ...(at.column === undefined || (at.endLine ?? at.line) !== at.line
            ? {}
            : { startColumn: at.column }),
        };
  LEVELS[level](message, { title, ...place });
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function readSource(workspace: string): SourceLines {
  return (file) => {
    const absolute = resolveInside(file, workspace, [workspace]);
    try {
      return absolute === undefined ? undefined : readFileSync(absolute, 'utf8').split(/\r?\n/);
    } catch {
      return undefined; // A finding about a file that is not there has no lines to show.
    }
  };
}
