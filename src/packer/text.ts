/**
 * Packer writes CR and LF as the characters `\r` and `\n` and escapes no backslash, so a literal `\n` that a
 * provisioner printed looks the same as a line end. What tells them apart: Packer puts the prefix of the build
 * (`==> amazon-ebs.web: `, in older versions also `    amazon-ebs.web: `) after every line end of its own.
 */
const PREFIX = /^(==>|-->| {3}) ([^\s:]+(?: \([^)]*\))?):(?: |$)/;

/** The lines of one message, each with the build it is from. */
export type Message = { readonly build: string | undefined; readonly lines: readonly string[] };

/** Reads the text of a `ui` event, line ends restored only where Packer must have written them. */
export function readMessage(text: string): Message {
  const prefix = PREFIX.exec(text);
  if (prefix === null) return { build: undefined, lines: restoreLineEnds(text).split('\n') };
  const [whole, arrow, build] = prefix;
  // `-->` opens an artifact's description, whose further lines have no prefix.
  if (arrow === '-->') return { build, lines: restoreLineEnds(text.slice(whole.length)).split('\n') };
  const lineEnd = `\\n${arrow} ${build}:`;
  const [first = '', ...others] = text.split(lineEnd);
  const lines = [first.slice(whole.length), ...others.map((line) => line.replace(/^ /, ''))];
  return { build, lines: lines.map((line) => line.replace(/\\r$/, '')) };
}

/** Every `\n` a line end, every `\r` dropped: for texts that Packer itself composed. */
export function restoreLineEnds(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\r', '').replaceAll('\\n', '\n') : text;
}

/** A message as the log shows it: the build's name in front, blank edges gone. */
export function displayLines(text: string): readonly string[] {
  const { build, lines } = readMessage(text);
  const shown = trimBlankEdges(lines);
  return build === undefined ? shown : shown.map((line) => `${build}  ${line}`.trimEnd());
}

function trimBlankEdges(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}
