import type { OutputName, Outputs } from './output-names.ts';

/** Outputs whose text is JSON; the others are strings. */
const JSON_OUTPUTS: readonly OutputName[] = ['ami-ids', 'images', 'templates'];
const NUMBER_OUTPUTS: readonly OutputName[] = ['errors', 'warnings'];

/** The Terraform variables of `tfvars-variables` and nothing else, since Terraform warns of names it does not know. */
export function tfvarsText(variables: ReadonlyMap<string, OutputName>, outputs: Outputs): string {
  const values = [...variables].map(([variable, output]) => [variable, terraformValue(output, outputs)]);
  return `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`;
}

function terraformValue(output: OutputName, outputs: Outputs): unknown {
  if (JSON_OUTPUTS.includes(output)) return JSON.parse(outputs[output]);
  return NUMBER_OUTPUTS.includes(output) ? Number(outputs[output]) : outputs[output];
}
