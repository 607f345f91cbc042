import type { SourceRange } from '../finding.ts';
import type { Block } from '../template/model.ts';

/** An attribute that is a secret by its name and has its value written into the template. */
export type LiteralSecret = { readonly name: string; readonly at: SourceRange };

/**
 * The attributes with one of the names that hold a text known whole, directly or by way of a local. What
 * comes from a variable is judged where the variable is declared, and what holds `{{` Packer fills in later.
 */
export function literalSecrets(block: Block, names: readonly string[]): readonly LiteralSecret[] {
  return block.attributes
    .filter(({ name, value, references }) => {
      if (!names.includes(name) || value.kind !== 'string') return false;
      return value.text !== '' && !value.text.includes('{{') && references.every(isLocal);
    })
    .map(({ name, range }) => ({ name, at: range }));
}

function isLocal(reference: string): boolean {
  return reference.startsWith('local.');
}
