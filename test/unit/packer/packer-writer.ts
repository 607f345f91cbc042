/**
 * What Packer does to text before it prints it, followed line by line in its source: `packer/ui.go`
 * (`TargetedUI.prefixLines`, `TargetedUI.Machine`, `MachineReadableUi.Machine`).
 */

const TIME = 1_795_254_960;

/** `MachineReadableUi.Machine`: a category with a comma in it carries its target before the comma. */
export function machineLine(category: string, ...args: readonly string[]): string {
  const comma = category.indexOf(',');
  const target = comma > -1 ? category.slice(0, comma) : '';
  const escaped = args.map((arg) =>
    arg.replaceAll(',', '%!(PACKER_COMMA)').replaceAll('\r', '\\r').replaceAll('\n', '\\n'),
  );
  return `${TIME},${target},${category.slice(comma + 1)},${escaped.join(',')}\n`;
}

/** `TargetedUI.Machine`. */
export function targetLine(target: string, category: string, ...args: readonly string[]): string {
  return machineLine(`${target},${category}`, ...args);
}

/** `TargetedUI.Say`, `.Message` and `.Error`: every line of the text gets the name of the build in front. */
export function buildLine(
  target: string,
  text: string,
  { level = 'say', arrow = '==>' }: { readonly level?: string; readonly arrow?: string } = {},
): string {
  return machineLine('ui', level, prefixLines(target, text, arrow));
}

function prefixLines(target: string, text: string, arrow: string): string {
  const prefixed = text
    .split('\n')
    .map((line) => `${arrow} ${target}: ${line}\n`)
    .join('');
  return prefixed.replace(/[\t\n\v\f\r \u0085\u00a0\p{Z}]+$/u, '');
}
