import type { Attribute } from '../template/model.ts';
import { attribute, nested } from './blocks.ts';
import type { Builder } from './builders.ts';
import { type Flag, flagOf, presenceOf, wordOf } from './settings.ts';

/** Something that may keep the world from the build instance. */
export type Guard = { readonly state: Flag; readonly from: Attribute | undefined };

/** Existing security groups: with one of them Packer makes no temporary group. */
export function groupGuards(builder: Builder): readonly Guard[] {
  const ids = ['security_group_id', 'security_group_ids'].map((name) => {
    const from = attribute(builder, name);
    return { state: presenceOf(from), from };
  });
  const filters = nested(builder, 'security_group_filter').map(
    (block): Guard => ({ state: block.dynamic ? 'unknown' : 'on', from: attribute(block, 'filters') }),
  );
  return [...ids, ...filters];
}

/** Ways to connect that need no open port: through Session Manager, or not at all (which nobody leaves to a variable). */
export function connectionGuards(builder: Builder): readonly Guard[] {
  const through = attribute(builder, 'ssh_interface');
  const word = wordOf(through);
  const communicator = attribute(builder, 'communicator');
  return [
    { state: word === undefined ? 'unknown' : flag(word === 'session_manager'), from: through },
    { state: flag(wordOf(communicator) === 'none'), from: communicator },
  ];
}

/** What narrows the temporary security group. */
export function rangeGuards(builder: Builder): readonly Guard[] {
  const cidrs = attribute(builder, 'temporary_security_group_source_cidrs');
  const own = attribute(builder, 'temporary_security_group_source_public_ip');
  return [
    { state: presenceOf(cidrs), from: cidrs },
    { state: flagOf(own), from: own },
  ];
}

function flag(yes: boolean): Flag {
  return yes ? 'on' : 'off';
}
