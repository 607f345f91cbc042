/** Packer's own limit is far higher, but no template that people write comes near this. In bytes. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** The text of a file, or the first line (from 1) that holds bytes which are not UTF-8. */
export type Decoded = { readonly text: string; readonly brokenLine?: number };

/**
 * Bytes to text as HCL sees it: without a byte order mark, and with CR-LF as LF, which moves no line or
 * column. Bytes that are not UTF-8 become U+FFFD, and their line is told.
 */
export function decode(bytes: Uint8Array): Decoded {
  const text = new TextDecoder('utf-8').decode(bytes).replaceAll('\r\n', '\n');
  const brokenLine = firstBrokenLine(bytes);
  return brokenLine === undefined ? { text } : { text, brokenLine };
}

function firstBrokenLine(bytes: Uint8Array): number | undefined {
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    strict.decode(bytes);
    return undefined;
  } catch {
    // A line feed is never part of a longer UTF-8 sequence, so the lines can be tried one by one.
    let line = 1;
    let start = 0;
    while (start <= bytes.length) {
      const newline = bytes.indexOf(10, start);
      const end = newline === -1 ? bytes.length : newline;
      try {
        strict.decode(bytes.subarray(start, end));
      } catch {
        return line;
      }
      line += 1;
      start = end + 1;
    }
    return 1;
  }
}
