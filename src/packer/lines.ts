/** No line is kept beyond this many characters; the rest of it is dropped, and the cut is said in the line. */
export const LONGEST_LINE = 16 * 1024 * 1024;

/** Takes bytes as they come and gives each line once, without its end (LF or CR-LF). */
export type LineReader = {
  readonly push: (chunk: Uint8Array) => void;
  /** Gives what is left after the last line end. */
  readonly end: () => void;
};

/**
 * A line reader in constant memory: it holds one unfinished line of at most `longest` characters, and
 * characters that a chunk cuts in two are put together again. Bytes that are no UTF-8 become U+FFFD.
 */
export function createLineReader(onLine: (line: string) => void, longest = LONGEST_LINE): LineReader {
  const decoder = new TextDecoder();
  let rest = '';
  let dropped = 0;

  const hold = (text: string): void => {
    // One more than is kept, since it may be the CR of a line end.
    const room = Math.max(0, longest + 1 - rest.length);
    rest += text.length > room ? text.slice(0, room) : text;
    dropped += Math.max(0, text.length - room);
  };
  const release = (): void => {
    const line = rest.endsWith('\r') && dropped === 0 ? rest.slice(0, -1) : rest;
    const more = dropped + Math.max(0, line.length - longest);
    onLine(more === 0 ? line : `${line.slice(0, longest)}… (${more} more characters)`);
    rest = '';
    dropped = 0;
  };
  const take = (text: string): void => {
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      hold(text.slice(from, at));
      release();
      from = at + 1;
    }
    hold(text.slice(from));
  };
  return {
    push: (chunk) => take(decoder.decode(chunk, { stream: true })),
    end: () => {
      take(decoder.decode());
      if (rest !== '' || dropped > 0) release();
    },
  };
}
