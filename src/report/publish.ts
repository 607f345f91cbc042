import { mkdirSync, writeFileSync } from 'node:fs';
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
import { keepComment } from '../github/comments.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Log } from '../log.ts';
import type { PostReport } from '../post.ts';
import type { SourceLines } from '../source-lines.ts';
import { type Annotation, annotationsFor } from './annotations.ts';
import { commentMarker, commentText } from './comment.ts';
import { imageLines } from './image-lines.ts';
import { manifestText } from './manifest.ts';
import type { Outputs } from './output-names.ts';
import { outputsOf } from './outputs.ts';
import { failedReport, plural, type Report } from './report.ts';
import { sarifText } from './sarif.ts';
import { sarifRules } from './sarif-rules.ts';
import { summaryText } from './summary.ts';
import { sweepLines, sweepText } from './sweep-text.ts';
import { tfvarsText } from './tfvars.ts';

export type PublishInputs = Pick<
  Inputs,
  'manifestFile' | 'tfvarsFile' | 'tfvarsVariables' | 'sarifFile' | 'comment' | 'githubToken'
>;

export type PublishTools = { readonly sources: SourceLines; readonly log: Log };

const LEVELS = { error, warning, notice } as const;

/** Tells the world: files, outputs, annotations, summary, comment, log. The only writer of outputs and the summary. */
export async function publish(
  report: Report,
  inputs: PublishInputs,
  context: Context,
  tools: PublishTools,
): Promise<void> {
  write(inputs.manifestFile, manifestText(report, context));
  const files = { manifest: inputs.manifestFile, tfvars: inputs.tfvarsFile, sarif: inputs.sarifFile };
  const outputs = outputsOf(report, files);
  if (files.tfvars !== '') write(files.tfvars, tfvarsText(inputs.tfvarsVariables, outputs));
  if (files.sarif !== '')
    write(files.sarif, await sarifText(report.findings, sarifRules(context.rulePages), tools.sources));
  await publishComment(report, inputs, context, tools);
  await tell(report, outputs, tools);
}

/** The same for a run whose inputs or context say nothing of where to write. */
export async function publishFailure(failure: Failure, log: Log): Promise<void> {
  const report = failedReport(failure);
  const outputs = outputsOf(report, { manifest: '', tfvars: '', sarif: '' });
  await tell(report, outputs, { sources: () => undefined, log });
}

async function tell(report: Report, outputs: Outputs, { sources, log }: PublishTools): Promise<void> {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
  for (const line of imageLines(report)) log.line(line);
  for (const annotation of annotationsFor(report.findings, report.warnings)) annotate(annotation);
  await summary.addRaw(summaryText(report, sources)).write();
  const [first, ...others] = report.failures;
  for (const failure of others) log.line(`✗ ${failureText(failure)}`);
  if (first !== undefined) setFailed(failureText(first));
}

/** What the post step did: in the log, in the summary, and a warning where something is left that costs money. */
export async function publishPost({ result }: PostReport, log: Log): Promise<void> {
  for (const line of sweepLines(result)) log.line(line);
  if (result.left.length > 0)
    warning(
      `${plural(result.left.length, 'resource')} of a cut-off build could not be removed; the summary has the commands.`,
    );
  await summary.addRaw(`\n${sweepText(result)}\n`).write();
}

/** A comment that cannot be written is a notice: a fork's token may not write, and that is as it should be. */
async function publishComment(
  report: Report,
  inputs: PublishInputs,
  context: Context,
  { sources, log }: PublishTools,
): Promise<void> {
  const { pullRequest, repository, apiUrl, workflow, job, runUrl } = context;
  if (!inputs.comment || pullRequest === undefined || inputs.githubToken === '') return;
  const target = { repository, pullRequest: pullRequest.number, apiUrl, token: inputs.githubToken };
  const outcome = await keepComment(
    target,
    commentMarker(workflow, job),
    commentText(report, sources, runUrl),
  );
  if (outcome.kind !== 'denied') log.line(`Comment       ${outcome.kind}: ${outcome.url}`);
  else notice(`The comment on the pull request was left out. ${outcome.why}`, { title: 'No comment' });
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
