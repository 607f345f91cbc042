import pRetry from 'p-retry';
import { isPassing } from '../aws/faults.ts';

/** How long a sweep may take, in milliseconds, and how it waits between tries. */
export type Limits = {
  readonly budget: number;
  readonly minTimeout: number;
  readonly maxTimeout: number;
};

/** One budget for all that a sweep does. */
export type Patience = {
  /** Tries until it works, fails for good, or the budget is used up. */
  readonly ask: <T>(work: () => Promise<T>) => Promise<T>;
  /** As `ask`, for a removal: false when the resource is gone already. */
  readonly remove: (work: () => Promise<void>) => Promise<boolean>;
  /** Asks until the answer is yes; false when it is not before the last quarter of the budget. */
  readonly until: (done: () => Promise<boolean>) => Promise<boolean>;
};

export class OutOfTime extends Error {
  constructor() {
    super('There was no time left for it.');
  }
}

class NotYet extends Error {}

export function createPatience({ budget, ...waits }: Limits): Patience {
  const all = createDeadline(Math.ceil(budget));
  const most = createDeadline(Math.ceil(budget * 0.75));

  const retried = async <T>(
    { signal, expired }: Deadline,
    work: () => Promise<T>,
    again: (error: unknown) => boolean,
  ): Promise<T> => {
    let last: unknown;
    const attempt = async (): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        last = error;
        throw error;
      }
    };
    const tries = pRetry(attempt, {
      ...waits,
      retries: Number.POSITIVE_INFINITY,
      factor: 2,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => again(error),
    });
    try {
      return await Promise.race([tries, expired]);
    } catch (error) {
      if (!signal.aborted) throw error;
      // What stood in the way says more than that time ran out.
      throw last ?? new OutOfTime();
    }
  };

  return {
    ask: (work) => retried(all, work, passes),
    remove: async (work) => {
      const attempt = async (): Promise<boolean> => {
        try {
          await work();
          return true;
        } catch (error) {
          if (isGone(error)) return false;
          throw error;
        }
      };
      return retried(all, attempt, (error) => passes(error) || isInUse(error));
    },
    until: async (done) => {
      const attempt = async (): Promise<void> => {
        if (!(await done())) throw new NotYet();
      };
      try {
        await retried(most, attempt, (error) => error instanceof NotYet || passes(error));
        return true;
      } catch (error) {
        if (error instanceof NotYet || error instanceof OutOfTime) return false;
        throw error;
      }
    },
  };
}

type Deadline = { readonly signal: AbortSignal; readonly expired: Promise<never> };

function createDeadline(milliseconds: number): Deadline {
  const signal = AbortSignal.timeout(milliseconds);
  const expired = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new OutOfTime()), { once: true });
  });
  // Whoever waits for it gets it; nobody has to.
  expired.catch(() => undefined);
  return { signal, expired };
}

/** EC2's own faults pass too, by whatever name. */
function passes(error: unknown): boolean {
  return isPassing(error) || (error instanceof Error && '$fault' in error && error.$fault === 'server');
}

/** Codes such as `InvalidGroup.NotFound` and `InvalidAMIID.Unavailable`. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Error && /^Invalid\w+\.(?:NotFound|NotFoundException|Unavailable)$/.test(error.name)
  );
}

/** What another resource still holds that is about to go. */
function isInUse(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['DependencyViolation', 'VolumeInUse', 'InvalidSnapshot.InUse', 'IncorrectState'].includes(error.name)
  );
}
