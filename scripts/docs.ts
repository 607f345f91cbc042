import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { markdownTable } from 'markdown-table';
import { parse } from 'yaml';
import { RULE_TEXTS } from '../src/lint/registry.ts';
import type { RuleText } from '../src/lint/rule.ts';

/**
 * Writes what other files already say: the tables of inputs and outputs in README.md from action.yml, between
 * their markers, and the index of the lint rules from the rules. `--check` writes nothing and fails when one
 * of them is not up to date.
 */
const root = path.resolve(import.meta.dirname, '..');

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

/** The first digit of a rule's id is its family. */
const FAMILIES: ReadonlyMap<string, string> = new Map([
  ['0', 'Suppression comments'],
  ['1', 'Supply chain: where plugins, base images and downloads come from'],
  ['2', 'Exposure: who gets the image'],
  ['3', 'Secrets'],
  ['4', 'Network: who can reach the machine that is built'],
  ['5', 'Hardening: encryption, metadata service, policy, age'],
  ['6', 'Provisioners'],
  ['7', 'Reliability: names, clean-up, waiting'],
  ['8', 'Docker, Google Cloud, Azure and QEMU'],
  ['9', 'Left over from JSON templates'],
]);

function rulesIndex(rules: readonly RuleText[]): string {
  const families = Map.groupBy(rules, ({ id }) => id.charAt('PKR'.length));
  const sections = [...families].map(([digit, members]) => {
    const title = FAMILIES.get(digit);
    if (title === undefined) throw new Error(`scripts/docs.ts has no name for the rules PKR${digit}xx`);
    const rows = members.map(({ id, severity, title: fault }) => [
      `[${id}](${id}.md)`,
      severity,
      cell(fault).replaceAll('<', '&lt;'),
    ]);
    return `## ${title}\n\n${table(['Rule', 'Severity', 'Fault'], rows)}`;
  });
  return `${[RULES_HEAD, ...sections].join('\n\n')}\n`;
}

const RULES_HEAD = `<!-- Written by \`npm run docs\` from the rules in src/lint. -->
# Lint rules

Each page says what is wrong, why it matters and what to do, with a bad and a good example; the tests run every one of them.

A fault that is **critical** or **high** is an error, a **medium** one a warning, a **low** one a notice. Where a value cannot be known before the build, the finding says so and is one step milder.

\`# packer-ci:ignore PKR401 the runner has no fixed address\` on the line of a finding, or on the line above it, takes the finding away; the reason is required. The input \`lint-ignore\` turns a rule off everywhere.`;

const metadata: Metadata = parse(readFileSync(path.join(root, 'action.yml'), 'utf8'));
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const documents = {
  'README.md': between(
    between(readme, 'inputs', inputsTable(metadata.inputs)),
    'outputs',
    outputsTable(metadata.outputs),
  ),
  'docs/rules/README.md': rulesIndex(RULE_TEXTS),
};

for (const [name, wanted] of Object.entries(documents)) {
  const file = path.join(root, name);
  if (!process.argv.includes('--check')) writeFileSync(file, wanted);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted) {
    console.error(`${name} is not what its sources give. Run \`npm run docs\` and commit it.`);
    process.exitCode = 1;
  }
}
