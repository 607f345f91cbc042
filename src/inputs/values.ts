/** What a text from a workflow file means, or in words why it means nothing. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

const good = <T>(value: T): Parsed<T> => ({ ok: true, value });
const bad = (problem: string): Parsed<never> => ({ ok: false, problem });

/** The entries of a list input: one a line, trimmed; empty lines and lines that start with `#` do not count. */
export function parseList(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** One of a few words. */
export function parseChoice<const T extends string>(text: string, legal: readonly T[]): Parsed<T> {
  const found = legal.find((word) => word === text.trim());
  return found === undefined ? bad(`is \`${text.trim()}\`; use ${orList(legal)}`) : good(found);
}

/** A list of a few words; a comma separates as well as a line end does. */
export function parseChoices<const T extends string>(
  text: string,
  legal: readonly T[],
): Parsed<readonly T[]> {
  const words = parseList(text.replaceAll(',', '\n'));
  const wrong = words.filter((word) => !legal.some((known) => known === word));
  if (wrong.length > 0) return bad(`has ${andList(wrong)}; use any of ${orList(legal)}`);
  return good(legal.filter((word) => words.includes(word)));
}

/** `true` or `false`, in the three spellings of YAML 1.2's core schema that the runner itself accepts. */
export function parseBoolean(text: string): Parsed<boolean> {
  const word = text.trim();
  if (['true', 'True', 'TRUE'].includes(word)) return good(true);
  if (['false', 'False', 'FALSE'].includes(word)) return good(false);
  return bad(`is \`${word}\`; use \`true\` or \`false\``);
}

/** A whole number above zero, or nothing. */
export function parseOptionalCount(text: string): Parsed<number | undefined> {
  if (text.trim() === '') return good(undefined);
  return /^[1-9]\d{0,5}$/.test(text.trim())
    ? good(Number(text.trim()))
    : bad(`is \`${text.trim()}\`; use a whole number from 1 to 999999`);
}

/** A whole number from zero to `most`. */
export function parseNumber(text: string, most: number): Parsed<number> {
  const number = Number(text.trim());
  return /^\d{1,3}$/.test(text.trim()) && number <= most
    ? good(number)
    : bad(`is \`${text.trim()}\`; use a whole number from 0 to ${most}`);
}

/** `name=value` a line; the first `=` divides, and the value keeps every character after it. */
export function parseAssignments(text: string): Parsed<ReadonlyMap<string, string>> {
  const pairs = new Map<string, string>();
  for (const line of parseList(text)) {
    const divider = line.indexOf('=');
    if (divider < 1) return bad(`has the line \`${line}\`; write \`name=value\``);
    const name = line.slice(0, divider).trim();
    if (pairs.has(name)) return bad(`names \`${name}\` twice; keep one line for it`);
    pairs.set(name, line.slice(divider + 1).trim());
  }
  return good(pairs);
}

function orList(words: readonly string[]): string {
  return words
    .map((word) => `\`${word}\``)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' or ');
}

function andList(words: readonly string[]): string {
  return words
    .map((word) => `\`${word}\``)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' and ');
}
