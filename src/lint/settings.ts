import type { Attribute, Value } from '../template/model.ts';
import { textsOf } from './blocks.ts';

/** What is known of a setting that is on or off; unset is off. */
export type Flag = 'on' | 'off' | 'unknown';

/** Reads a boolean as Packer does, which takes the words `"true"` and `"1"` as well. */
export function flagOf(attribute: Attribute | undefined): Flag {
  const value = attribute?.value;
  if (value?.kind === 'unknown') return 'unknown';
  if (value?.kind === 'bool') return value.bool ? 'on' : 'off';
  return value?.kind === 'string' && (value.text === 'true' || value.text === '1') ? 'on' : 'off';
}

/**
 * Whether a setting has a value at all; an empty text or list counts as none, as it does for plugins. A text
 * of which a part is known has one, whatever the rest turns out to be.
 */
export function presenceOf(attribute: Attribute | undefined): Flag {
  const value = attribute?.value;
  switch (value?.kind) {
    case undefined:
    case 'null':
      return 'off';
    case 'string':
      return value.text === '' ? 'off' : 'on';
    case 'unknown':
      return partlyKnown(value) ? 'on' : 'unknown';
    case 'list':
      return value.items.length === 0 ? 'off' : 'on';
    case 'map':
      return value.entries.length === 0 ? 'off' : 'on';
    default:
      return 'on';
  }
}

function partlyKnown({ text }: Extract<Value, { kind: 'unknown' }>): boolean {
  return !text.startsWith('${') || !text.endsWith('}');
}

/** What a setting says in one word; an unset one says nothing, and what is not known is `undefined`. */
export function wordOf(attribute: Attribute | undefined): string | undefined {
  if (attribute === undefined || attribute.value.kind === 'null') return '';
  return attribute.value.kind === 'string' ? attribute.value.text : undefined;
}

/** The texts of a list that are known whole. */
export function knownTexts(attribute: Attribute | undefined) {
  return textsOf(attribute?.value).filter(({ known }) => known);
}
