import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { EOL } from 'node:os';

/** The step's log. Our own lines are plain; text that others wrote can give the runner no command. */
export type Log = {
  /** One line of our own. */
  readonly line: (text: string) => void;
  /** A folded group around what `body` prints. */
  readonly group: <T>(title: string, body: () => Promise<T>) => Promise<T>;
  /** Runs `body` while the runner ignores every command in what is printed. */
  readonly quote: <T>(body: (write: (text: string) => void) => Promise<T>) => Promise<T>;
  /** Waits until the reader of the log has caught up, so that a long log is not held in memory. */
  readonly caughtUp: () => Promise<void>;
};

/**
 * A log on any output. The runner takes `::name::` at the start of a line, and `##[name]` anywhere in one,
 * as a command, so our own lines, which may name a file or a branch, are defused, and foreign text stands
 * between `::stop-commands::` and a token that it cannot guess.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
 */
export function createLog(
  write: (text: string) => void,
  caughtUp: () => Promise<void> = async () => undefined,
): Log {
  const command = (text: string): void => write(text + EOL);
  return {
    caughtUp,
    line: (text) => command(defuse(text)),
    group: async (title, body) => {
      command(`::group::${defuse(title)}`);
      try {
        return await body();
      } finally {
        command('::endgroup::');
      }
    },
    quote: async (body) => {
      const token = randomBytes(16).toString('hex');
      command(`::stop-commands::${token}`);
      try {
        return await body((text) => write(text + EOL));
      } finally {
        command(`::${token}::`);
      }
    },
  };
}

const ZERO_WIDTH_SPACE = '\u200b';

function defuse(text: string): string {
  return (
    text
      .replace(/[\r\n]+/g, ' ')
      .replaceAll('##[', `##${ZERO_WIDTH_SPACE}[`)
      // The runner trims more kinds of white space than JavaScript knows, U+0085 for one.
      .replace(/^([\p{Z}\p{C}]*)::/u, `$1:${ZERO_WIDTH_SPACE}:`)
  );
}

/** A log on a stream such as standard output. */
export function logOn(stream: NodeJS.WriteStream): Log {
  const caughtUp = async (): Promise<void> => {
    if (stream.writableNeedDrain) await once(stream, 'drain');
  };
  return createLog((text) => stream.write(text), caughtUp);
}
