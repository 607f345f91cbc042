import { FUNCTIONS, textOf } from './functions.ts';
import type { MapEntry, Value } from './model.ts';
import type { Definition } from './scope.ts';
import { MAX_SIZE, sizeOf } from './size.ts';
import type { Expression } from './syntax.ts';

/** A value and what it came from. */
export type Evaluated = {
  readonly value: Value;
  readonly references: readonly string[];
  readonly calls: readonly string[];
};

/** Looks values up while it goes; every variable and local is evaluated once. */
export type Evaluator = (expression: Expression) => Evaluated;

/** A chain of locals longer than this is not followed. */
const MAX_CHAIN = 200;
/** References and calls kept for one value; a report names one or two. */
const MAX_NAMES = 100;
/** What all references of a template may bring in together, in characters. */
const MAX_TOTAL = 32 * 1024 * 1024;

export function createEvaluator(definitions: ReadonlyMap<string, Definition>): Evaluator {
  const done = new Map<string, Evaluated>();
  const underway = new Set<string>();
  let left = MAX_TOTAL;

  function evaluate(expression: Expression, chain: number): Evaluated {
    const result = inside(expression, chain);
    const size = sizeOf(result.value);
    if (size.weight <= MAX_SIZE.weight && size.height <= MAX_SIZE.height) return result;
    return { ...result, value: unknown(expression, result.references) };
  }

  function inside(expression: Expression, chain: number): Evaluated {
    const { at } = expression;
    switch (expression.kind) {
      case 'literal':
        return { value: literal(expression.value, at), references: [], calls: [] };
      case 'template':
        return template(expression, expression.parts, chain);
      case 'list': {
        const items = expression.items.map((item) => evaluate(item, chain));
        return { value: { kind: 'list', items: items.map(({ value }) => value), at }, ...namesOf(items) };
      }
      case 'map':
        return map(expression, chain);
      case 'reference':
        return reference(expression, expression.path, chain);
      case 'call': {
        const parameters = expression.parameters.map((parameter) => evaluate(parameter, chain));
        const names = namesOf(parameters);
        const values = parameters.map(({ value }) => value);
        const value = FUNCTIONS.get(expression.name)?.(values, at) ?? unknown(expression, names.references);
        return { value, references: names.references, calls: limited([expression.name, ...names.calls]) };
      }
      case 'opaque': {
        const names = namesOf(expression.parts.map((part) => evaluate(part, chain)));
        return { value: unknown(expression, names.references), ...names };
      }
    }
  }

  function template(whole: Expression, parts: readonly (string | Expression)[], chain: number): Evaluated {
    const [first] = parts;
    // `"${x}"` is x itself, whatever its type.
    if (parts.length === 1 && first !== undefined && typeof first !== 'string') return evaluate(first, chain);
    const values = parts.map((part) => (typeof part === 'string' ? part : evaluate(part, chain)));
    const names = namesOf(values.filter((value) => typeof value !== 'string'));
    let text = '';
    let known = true;
    for (const value of values) {
      const piece = typeof value === 'string' ? value : textOf(value.value);
      known &&= piece !== undefined;
      text += piece ?? (typeof value === 'string' ? '' : sketch(value.value));
      if (text.length > MAX_SIZE.weight) return { value: unknown(whole, names.references), ...names };
    }
    const value: Value = known
      ? { kind: 'string', text, at: whole.at }
      : { kind: 'unknown', references: names.references, text, at: whole.at };
    return { value, ...names };
  }

  function map(expression: Extract<Expression, { kind: 'map' }>, chain: number): Evaluated {
    const inner: Evaluated[] = [];
    const entries = expression.entries.map((entry): MapEntry => {
      const key = evaluate(entry.key, chain);
      const value = evaluate(entry.value, chain);
      inner.push(key, value);
      return { key: textOf(key.value) ?? sketch(key.value), value: value.value, range: entry.range };
    });
    return { value: { kind: 'map', entries, at: expression.at }, ...namesOf(inner) };
  }

  function reference(whole: Expression, path: readonly (string | number)[], chain: number): Evaluated {
    const [root, name, ...steps] = path;
    const full = path.join('.');
    const definition = definitions.get(`${root}.${name}`);
    // A bare word is a keyword such as `string`, or the iterator of a `for`.
    if (definition === undefined) {
      const references =
        path.length > 1 ? [root === 'var' || root === 'local' ? `${root}.${name}` : full] : [];
      return { value: unknown(whole, references), references, calls: [] };
    }
    const id = `${root}.${name}`;
    const found = define(id, definition, chain);
    const references = limited([id, ...found.references]);
    const value = steps.reduce<Value | undefined>(child, found.value);
    left -= value === undefined ? 0 : sizeOf(value).weight;
    const usable = value !== undefined && left >= 0 ? value : unknown(whole, references);
    return { value: usable, references, calls: found.calls };
  }

  function define(id: string, definition: Definition, chain: number): Evaluated {
    const known = done.get(id);
    if (known !== undefined) return known;
    if (definition.kind === 'given') {
      return {
        value: { kind: 'string', text: definition.text, at: definition.at },
        references: [],
        calls: [],
      };
    }
    if (underway.has(id) || chain > MAX_CHAIN) {
      return { value: unknown(definition.expression, []), references: [], calls: [] };
    }
    underway.add(id);
    const result = evaluate(definition.expression, chain + 1);
    underway.delete(id);
    done.set(id, result);
    return result;
  }

  return (expression) => evaluate(expression, 0);
}

function child(value: Value | undefined, step: string | number): Value | undefined {
  if (value?.kind === 'list') return typeof step === 'number' ? value.items[step] : undefined;
  if (value?.kind !== 'map') return undefined;
  return value.entries.findLast((entry) => entry.key === String(step))?.value;
}

function literal(value: string | number | boolean | null, at: Value['at']): Value {
  if (value === null) return { kind: 'null', at };
  switch (typeof value) {
    case 'string':
      return { kind: 'string', text: value, at };
    case 'number':
      return { kind: 'number', number: value, at };
    default:
      return { kind: 'bool', bool: value, at };
  }
}

function unknown(expression: Expression, references: readonly string[]): Value {
  return { kind: 'unknown', references, text: `\${${expression.source}}`, at: expression.at };
}

/** How a value that is no plain text stands within a text. */
function sketch(value: Value): string {
  return value.kind === 'unknown' ? value.text : `\${${value.kind}}`;
}

function namesOf(parts: readonly Evaluated[]): Pick<Evaluated, 'references' | 'calls'> {
  return {
    references: limited(parts.flatMap((part) => part.references)),
    calls: limited(parts.flatMap((part) => part.calls)),
  };
}

function limited(names: readonly string[]): readonly string[] {
  return names.length < 2 ? names : [...new Set(names)].slice(0, MAX_NAMES);
}
