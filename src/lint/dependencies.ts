import type { Attribute, TemplateModel, Value } from '../template/model.ts';
import { declarations } from './variables.ts';

/** The attributes that give locals their values, by `local.name`. */
export type Locals = ReadonlyMap<string, Attribute>;

export function localsOf(template: TemplateModel): Locals {
  const locals = declarations(template).flatMap(({ kind, id, given }) =>
    kind === 'local' && given !== undefined ? [[id, given] as const] : [],
  );
  return new Map(locals);
}

/**
 * What an attribute's own value is made of. `references` also names what the other parts of a local depend on:
 * of `local.config.name` only the name counts. So this takes what the expression names itself, what its unknown
 * parts depend on, and the same of every local that it takes whole.
 */
export function dependencies(attribute: Attribute, locals: Locals, seen: Set<string>): readonly string[] {
  const unknown = new Set(unknownIn(attribute.value));
  const paths = attribute.source.split(/[^\w.-]+/);
  const own = attribute.references.filter(
    (id) => unknown.has(id) || paths.some((path) => path === id || path.startsWith(`${id}.`)),
  );
  const whole = own.filter((id) => locals.has(id) && paths.includes(id) && !seen.has(id));
  for (const id of whole) seen.add(id);
  return [
    ...own,
    ...whole.flatMap((id) => {
      const local = locals.get(id);
      return local === undefined ? [] : dependencies(local, locals, seen);
    }),
  ];
}

function unknownIn(value: Value): readonly string[] {
  switch (value.kind) {
    case 'unknown':
      return value.references;
    case 'list':
      return value.items.flatMap(unknownIn);
    case 'map':
      return value.entries.flatMap((entry) => unknownIn(entry.value));
    default:
      return [];
  }
}
