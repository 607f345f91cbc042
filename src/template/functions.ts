import type { MapEntry, Value } from './model.ts';

/** The few functions that are evaluated. `undefined` means that the result is not known. */
type Call = (parameters: readonly Value[], at: Value['at']) => Value | undefined;

export const FUNCTIONS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['concat', concat],
  ['merge', merge],
  ['join', join],
  ['format', format],
  ['lower', (parameters, at) => changed(parameters, at, (text) => text.toLowerCase())],
  ['upper', (parameters, at) => changed(parameters, at, (text) => text.toUpperCase())],
]);

/** A string, number or boolean as a template prints it. */
export function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.text;
    case 'number':
      return String(value.number);
    case 'bool':
      return String(value.bool);
    default:
      return undefined;
  }
}

function concat(parameters: readonly Value[], at: Value['at']): Value | undefined {
  const items: Value[] = [];
  for (const list of parameters) {
    if (list.kind !== 'list') return undefined;
    items.push(...list.items);
  }
  return { kind: 'list', items, at };
}

function merge(parameters: readonly Value[], at: Value['at']): Value | undefined {
  const entries = new Map<string, MapEntry>();
  for (const map of parameters) {
    if (map.kind !== 'map') return undefined;
    for (const entry of map.entries) entries.set(entry.key, entry);
  }
  return { kind: 'map', entries: [...entries.values()], at };
}

function join(parameters: readonly Value[], at: Value['at']): Value | undefined {
  const [separator, list, ...more] = parameters;
  if (separator?.kind !== 'string' || list?.kind !== 'list' || more.length > 0) return undefined;
  const texts = list.items.map(textOf);
  return texts.includes(undefined) ? undefined : { kind: 'string', text: texts.join(separator.text), at };
}

function format(parameters: readonly Value[], at: Value['at']): Value | undefined {
  const [pattern, ...values] = parameters;
  if (pattern?.kind !== 'string') return undefined;
  const texts = values.map(textOf);
  const verbs = pattern.text.match(/%./g) ?? [];
  const plain = verbs.every((verb) => verb === '%s' || verb === '%d' || verb === '%v' || verb === '%%');
  if (!plain || verbs.filter((verb) => verb !== '%%').length !== texts.length || texts.includes(undefined)) {
    return undefined;
  }
  const rest = texts.values();
  const text = pattern.text.replace(/%./g, (verb) => (verb === '%%' ? '%' : (rest.next().value ?? '')));
  return { kind: 'string', text, at };
}

function changed(
  parameters: readonly Value[],
  at: Value['at'],
  change: (text: string) => string,
): Value | undefined {
  const [only, ...more] = parameters;
  return only?.kind === 'string' && more.length === 0
    ? { kind: 'string', text: change(only.text), at }
    : undefined;
}
