import type { Value } from '../template/model.ts';
import { attribute, isTrue } from './blocks.ts';
import type { Builder } from './builders.ts';

/** What a setting that is on or off says; one that is not set is off. */
export type Switch = 'on' | 'off' | 'unknown';

/** A yes-or-no setting of a builder whose default is no. */
export function switchOf(builder: Pick<Builder, 'attributes'>, name: string): Switch {
  const value = attribute(builder, name)?.value;
  if (value?.kind === 'unknown') return 'unknown';
  return isTrue(value) ? 'on' : 'off';
}

/** Whether a setting is given, if only by a value that is not known. */
export function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value.kind !== 'null' && !(value.kind === 'string' && value.text === '');
}
