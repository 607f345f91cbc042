/** Why a run is to end early. */
export type CancellationReason = 'cancelled' | 'timeout';

/** Word from outside that the run is to end. */
export type Cancellation = {
  /** Aborted when the run is to end; its `reason` is a `CancellationReason`. */
  readonly requested: AbortSignal;
  /** Aborted when this process must return, whatever is still going on. */
  readonly leave: AbortSignal;
};

/**
 * GitHub's runner sends SIGINT, SIGTERM 7.5 s later, and kills 2.5 s after that. What is to be reported and
 * saved needs a moment, so Packer is followed this long, in milliseconds, and then left to clean up alone.
 */
const GRACE = 5000;

/** Packer's clean-up on AWS takes minutes: this share of the time-out is kept for it, five minutes at most. */
const CLEAN_UP_SHARE = 0.2;
const MOST_CLEAN_UP = 5 * 60_000;

/** Listens for the runner's signals, and for the time-out, in minutes, where there is one. */
export function listenForCancellation(timeoutMinutes: number | undefined): Cancellation {
  const requested = new AbortController();
  const leave = new AbortController();
  const onSignal = (): void => {
    requested.abort('cancelled' satisfies CancellationReason);
    setTimeout(() => leave.abort(), GRACE).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  if (timeoutMinutes !== undefined) {
    const whole = timeoutMinutes * 60_000;
    const cleanUp = Math.min(whole * CLEAN_UP_SHARE, MOST_CLEAN_UP);
    setTimeout(() => requested.abort('timeout' satisfies CancellationReason), whole - cleanUp).unref();
    setTimeout(() => leave.abort(), whole).unref();
  }
  return { requested: requested.signal, leave: leave.signal };
}
