/** The words of the `failure-reason` output. Public contract: a later version only adds. */
export const FAILURE_REASONS = [
  'input',
  'init',
  'rate-limited',
  'fmt',
  'validate',
  'lint',
  'credentials',
  'throttled',
  'timeout',
  'name-taken',
  'provisioner',
  'build',
  'partial',
  'tag',
  'cancelled',
  'refused',
] as const;

export type FailureReason = (typeof FAILURE_REASONS)[number];

/** An expected failure: a value that travels with the results, never thrown. */
export type Failure = {
  readonly reason: FailureReason;
  /** What happened, in one sentence. */
  readonly what: string;
  /** Why it happened or matters; may be empty. */
  readonly why: string;
  /** What the reader should do about it. */
  readonly fix: string;
};

/** A failure in one paragraph, for the log and for annotations. */
export function failureText(failure: Failure): string {
  return sentences([failure.what, failure.why, failure.fix]);
}

/** Whether a result is a failure rather than the value asked for. */
export function isFailure<T extends object>(result: T | Failure): result is Failure {
  return 'reason' in result && 'what' in result && 'fix' in result;
}

/** Texts in one paragraph, each closed with a full stop where it ends without a sign of its own. */
export function sentences(texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => (/[.!?:…)\]}'"`]$/.test(text) || /^https?:/.test(text) ? text : `${text}.`))
    .join(' ');
}
