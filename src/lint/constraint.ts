/** One condition of a version constraint such as `>= 1.8.1, < 2.0.0`. */
type Bound = { readonly operator: string; readonly version: readonly number[] };

const BOUND = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,3})(?:[-+][\w.+-]*)?\s*$/;

/** A version constraint as Packer understands it, or nothing when it is not one. */
export type Constraint = { readonly bounds: readonly Bound[] };

/** Reads a constraint; its conditions are separated by commas and hold together. */
export function parseConstraint(text: string): Constraint | undefined {
  const bounds: Bound[] = [];
  for (const part of text.split(',')) {
    const match = BOUND.exec(part);
    if (match === null) return undefined;
    bounds.push({ operator: match[1] ?? '=', version: (match[2] ?? '').split('.').map(Number) });
  }
  return { bounds };
}

/**
 * Whether some condition stops newer versions. `~> 1` does not: the last number given may grow, and there
 * is none before it to hold.
 */
export function hasUpperBound({ bounds }: Constraint): boolean {
  return bounds.some(
    ({ operator, version }) =>
      operator === '=' || operator === '<' || operator === '<=' || (operator === '~>' && version.length > 1),
  );
}

/** Whether a version below the given one meets the constraint, as far as its lower bounds tell. */
export function admitsBelow({ bounds }: Constraint, version: string): boolean {
  const limit = version.split('.').map(Number);
  const lower = bounds.filter(({ operator }) => ['=', '>=', '>', '~>'].includes(operator));
  return lower.every((bound) => compare(bound.version, limit) < 0);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
