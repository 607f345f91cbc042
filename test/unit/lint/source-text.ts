/** A source of one type named `web`, with one line for each text; the first is line 2. */
export function source(type: string, ...lines: readonly string[]): string {
  return `source "${type}" "web" {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

/** A source `amazon-ebs`. */
export function ebs(...lines: readonly string[]): string {
  return source('amazon-ebs', ...lines);
}
