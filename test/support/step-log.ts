/** A step's log as it is shown, without keeping all of it when it is huge. */
export type StepLog = {
  /** The log, or its beginning and its end where it is longer than some megabytes. */
  readonly text: string;
  readonly lineCount: number;
};

const KEPT = 4 * 1024 * 1024;

/** Cuts a stream into lines, hands each to `onLine` and keeps what a test wants to read. */
export function createStepLog(onLine: (line: string) => void): {
  readonly stream: () => { readonly write: (text: string) => void; readonly end: () => void };
  readonly result: () => StepLog;
} {
  const head: string[] = [];
  let tail: string[] = [];
  let headSize = 0;
  let tailSize = 0;
  let lineCount = 0;

  const take = (line: string): void => {
    lineCount += 1;
    onLine(line);
    if (headSize < KEPT) {
      head.push(line);
      headSize += line.length;
      return;
    }
    tail.push(line);
    tailSize += line.length;
    if (tailSize > 2 * KEPT) {
      tail = tail.slice(tail.length / 2);
      tailSize = tail.reduce((sum, kept) => sum + kept.length, 0);
    }
  };

  return {
    // Standard output and standard error each have their own unfinished line.
    stream: () => {
      let rest = '';
      return {
        write: (text) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) take(line.replace(/\r$/, ''));
        },
        end: () => {
          if (rest !== '') take(rest);
        },
      };
    },
    result: () => ({ text: [...head, ...tail].join('\n'), lineCount }),
  };
}
