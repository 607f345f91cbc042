import { styleText } from 'node:util';

// Colours only where the terminal has them and NO_COLOR is not set: styleText looks.
export const bold = (text: string): string => styleText('bold', text);
export const dim = (text: string): string => styleText('dim', text);
export const green = (text: string): string => styleText('green', text);
export const yellow = (text: string): string => styleText('yellow', text);
export const red = (text: string): string => styleText('red', text);

export function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

let chapters = 0;

/** A numbered heading. */
export function chapter(title: string): void {
  chapters += 1;
  print();
  print(bold(`${chapters}  ${title}`));
  print();
}

/** Lines under a heading, in columns. */
export function table(rows: readonly (readonly string[])[]): void {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  for (const row of rows) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    print(`   ${cells.join('  ').trimEnd()}`);
  }
}

/** What a program printed, marked as its own words. */
export function quote(text: string): void {
  for (const line of text.replace(/^\n+|\s+$/g, '').split('\n')) print(`   ${dim('│')} ${line}`.trimEnd());
}

/** Properties have their colons escaped, so the first `::` after the name ends them. */
const ANNOTATION = /^::(error|warning|notice)\b.*?::(.*)$/;

/** A step's log as GitHub's page shows it: groups as headings, annotations in words, other commands hidden. */
export function createLogPrinter(): (line: string) => void {
  let grouped = false;
  let stopToken: string | undefined;
  return (line) => {
    if (stopToken !== undefined) {
      if (line === `::${stopToken}::`) stopToken = undefined;
      else show(line, grouped);
      return;
    }
    const group = /^::group::(.*)$/.exec(line)?.[1];
    const annotation = ANNOTATION.exec(line);
    if (group !== undefined) {
      grouped = true;
      show(bold(`▾ ${group}`), false);
    } else if (line === '::endgroup::') grouped = false;
    else if (line.startsWith('::stop-commands::')) stopToken = line.slice('::stop-commands::'.length);
    else if (annotation !== null) annotate(annotation[1] ?? '', annotation[2] ?? '');
    else show(line, grouped);
  };
}

function show(line: string, indented: boolean): void {
  print(`   ${dim('│')} ${indented ? '  ' : ''}${line}`.trimEnd());
}

function annotate(level: string, message: string): void {
  const paint = level === 'error' ? red : yellow;
  const text = message.replaceAll('%0D', '').replaceAll('%0A', '\n').replaceAll('%25', '%');
  for (const line of text.split('\n')) show(paint(`${level}: ${line}`), false);
}
