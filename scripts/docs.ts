import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { markdownTable } from 'markdown-table';
import { parse } from 'yaml';

/**
 * Writes the tables of inputs and outputs in README.md from action.yml, between their markers. `--check`
 * writes nothing and fails when README.md is not up to date.
 */
const root = path.resolve(import.meta.dirname, '..');
const readme = path.join(root, 'README.md');

type Entry = { readonly description: string; readonly default?: string };
type Metadata = Readonly<Record<'inputs' | 'outputs', Readonly<Record<string, Entry>>>>;

function inputsTable(inputs: Metadata['inputs']): string {
  const rows = Object.entries(inputs).map(([name, input]) => [
    code(name),
    defaultText(input.default),
    cell(input.description),
  ]);
  return table(['Input', 'Default', 'Meaning'], rows);
}

function outputsTable(outputs: Metadata['outputs']): string {
  const rows = Object.entries(outputs).map(([name, { description }]) => [code(name), cell(description)]);
  return table(['Output', 'Meaning'], rows);
}

/** A list has one entry a line in action.yml; a table cell has one line. */
function defaultText(value = ''): string {
  const lines = value.split('\n').filter((line) => line !== '');
  return lines.map(code).join(', ');
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

const cell = (text: string): string =>
  text
    .trim()
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  markdownTable([[...head], ...rows.map((row) => [...row])], { alignDelimiters: false });

function between(text: string, marker: string, body: string): string {
  const [begin, end] = [`<!-- ${marker}: from action.yml -->`, `<!-- /${marker} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`README.md lacks ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n${body}\n${text.slice(to)}`;
}

const metadata: Metadata = parse(readFileSync(path.join(root, 'action.yml'), 'utf8'));
const now = readFileSync(readme, 'utf8');
const wanted = between(
  between(now, 'inputs', inputsTable(metadata.inputs)),
  'outputs',
  outputsTable(metadata.outputs),
);

if (!process.argv.includes('--check')) writeFileSync(readme, wanted);
else if (now !== wanted) {
  console.error('README.md does not say what action.yml says. Run `npm run docs` and commit README.md.');
  process.exitCode = 1;
}
