/**
 * Reads a file such as GITHUB_OUTPUT the way the runner does: `name=value`, or `name<<delimiter`, lines,
 * `delimiter`. A malformed file is an error, as it is there.
 */
export function parseKeyValueFile(text: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs.set(line.slice(0, equals), line.slice(equals + 1));
    } else if (heredoc > 0) {
      pairs.set(line.slice(0, heredoc), takeHeredoc(lines, line.slice(heredoc + 2)));
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return pairs;
}

function takeHeredoc(lines: string[], delimiter: string): string {
  const end = lines.indexOf(delimiter);
  if (delimiter === '' || end < 0)
    throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
  const value = lines.splice(0, end).join('\n');
  lines.shift();
  return value;
}
