import { markdownTable } from 'markdown-table';

/** Text of others as Markdown that shows just that text: no HTML, links, mentions, tables or emphasis. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\r\n]+/g, ' ')
      .replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
      .replace(/[\\`*_[\]|~!]/g, (sign) => `\\${sign}`)
      // GitHub links @name, #12 and bare addresses: a zero-width space breaks each without showing.
      .replace(/([@#])(?=\w)/g, '$1\u200b')
      .replace(/\b(https?|ftp):\/\//gi, '$1:\u200b//')
      .replace(/\bwww\./gi, 'www\u200b.')
  );
}

/** A sentence in which backticks mean code, as our own do; safe whatever else the sentence quotes. */
export function prose(text: string): string {
  const parts = text
    .split(/(`[^`\n]+`)/)
    .map((part) => (/^`.+`$/.test(part) ? code(part.slice(1, -1)) : escapeMarkdown(part)));
  // Backticks that meet would be taken for one longer fence.
  const joined = parts.filter((part) => part !== '').reduce(apart, '');
  // At the start of a paragraph these would make a heading or a list.
  return joined.replace(
    /^(\s*)([#+-]|\d+[.)])(?=\s)/,
    (_, space: string, sign: string) => `${space}${sign.slice(0, -1)}\\${sign.slice(-1)}`,
  );
}

function apart(before: string, after: string): string {
  return before.endsWith('`') && after.startsWith('`') ? `${before}\u200b${after}` : before + after;
}

/** Inline code that shows just the text, whatever backticks and pipes are in it. */
export function code(text: string): string {
  const line = text.replace(/[\r\n]+/g, ' ');
  if (line === '') return '';
  const longest = longestRun(line);
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

/** A code block whose fence is longer than any run of backticks inside. */
export function codeBlock(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** How many backticks stand together at most. */
function longestRun(text: string): number {
  return text.match(/`+/g)?.reduce((longest, run) => Math.max(longest, run.length), 0) ?? 0;
}

/** A table; cells are Markdown already. GitHub takes `\\|` for a pipe before it reads a cell, in code too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([[...head], ...rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))], {
    alignDelimiters: false,
  });
}

/** A link whose address is ours. */
export function link(text: string, url: string): string {
  return `[${escapeMarkdown(text)}](${encodeURI(url)})`;
}

/** A folded section. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Seconds as people say them: `45s`, `6m 12s`, `1h 2m`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${Math.round(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
