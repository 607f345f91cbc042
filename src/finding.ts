import type { FailureReason } from './failure.ts';

/** How bad a finding is; the order of `SEVERITIES` is worst first. */
export type Severity = 'error' | 'warning' | 'notice';

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'notice'];

/** A place in a file of the repository. Lines and columns count from 1. */
export type SourceRange = {
  /** Path from the repository's root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  /** Last line, inclusive; the same as `line` when absent. */
  readonly endLine?: number;
  /** Column after the last character of `endLine`. */
  readonly endColumn?: number;
};

/**
 * One fault, from fmt, validate, lint or a build. It says what is wrong, why that matters and how to
 * mend it; `why` and `fix` are empty where the tool that spoke gave only a title.
 */
export type Finding = {
  readonly severity: Severity;
  /** A lint rule id such as `PKR401`, or `packer`. */
  readonly rule: string;
  /** Name of the template it belongs to. */
  readonly template: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly at?: SourceRange;
  /** The unified diff of a formatting finding. */
  readonly diff?: string;
  /** The word for `failure-reason` when this finding fails the step. */
  readonly reason: FailureReason;
};

/** The least severity that fails a step; `never` lets every finding pass. */
export const FAIL_ON = ['error', 'warning', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** Whether a finding of this severity fails the step. */
export function fails(severity: Severity, failOn: FailOn): boolean {
  return failOn !== 'never' && (severity === 'error' || severity === failOn);
}

/** Counts of findings, as the `errors` and `warnings` outputs give them. */
export function countBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, notice: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}
