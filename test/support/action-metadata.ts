import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { parse } from 'yaml';

type Metadata = {
  readonly inputs: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly main: string; readonly post: string };
};

/** The project's action.yml, as the runner reads it. */
export function readActionMetadata(): Metadata {
  return parse(readFileSync(join(inject('root'), 'action.yml'), 'utf8'));
}

/** The `INPUT_*` variables of a step with these `with:` entries; the runner fills in the defaults. */
export function inputEnvironment(
  metadata: Metadata,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const unknown = Object.keys(given).filter((name) => !(name in metadata.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(metadata.inputs).map(([name, input]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      given[name] ?? String(input.default ?? ''),
    ]),
  );
}
