import type { Value } from './model.ts';

/** How much a value holds: `weight` in characters and items, `height` in levels of lists and maps. */
export type Size = { readonly weight: number; readonly height: number };

/** A value above either limit is unknown: a few doubling locals would else fill the memory. */
export const MAX_SIZE: Size = { weight: 1024 * 1024, height: 100 };

const sizes = new WeakMap<Value, Size>();

/** The size of a value; each value is measured once, since locals share theirs. */
export function sizeOf(value: Value): Size {
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const size = measure(value);
  sizes.set(value, size);
  return size;
}

function measure(value: Value): Size {
  switch (value.kind) {
    case 'string':
    case 'unknown':
      return { weight: 1 + value.text.length, height: 1 };
    case 'list':
      return around(value.items);
    case 'map':
      return around(value.entries.map((entry) => entry.value));
    default:
      return { weight: 1, height: 1 };
  }
}

function around(values: readonly Value[]): Size {
  let weight = 1;
  let height = 0;
  for (const value of values) {
    const inner = sizeOf(value);
    weight += inner.weight;
    height = Math.max(height, inner.height);
  }
  return { weight, height: height + 1 };
}
