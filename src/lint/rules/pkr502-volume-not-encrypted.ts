import type { Block } from '../../template/model.ts';
import { isNoNewVolume, isRoot } from '../block-devices.ts';
import { attribute, nested } from '../blocks.ts';
import { type Builder, builders, INSTANCE_BUILDER } from '../builders.ts';
import type { Rule } from '../rule.ts';
import { flagOf, wordOf } from '../settings.ts';

/**
 * The root volume of an AMI is PKR501's. `encrypt_boot` encrypts the snapshots of all volumes that were
 * launched, but not those of `ami_block_device_mappings`, which have none yet. `amazon-chroot` takes no
 * `encrypted` from its mappings.
 */
export const volumeNotEncrypted: Rule = {
  id: 'PKR502',
  severity: 'medium',
  title: 'Extra volume not encrypted',
  what: 'A volume besides the root is not encrypted.',
  why: 'What is written to it, and to every snapshot of it, can be read by everyone who gets hold of the snapshot.',
  fix: 'Set `encrypted = true` in the block of the volume, with a `kms_key_id` of your own if it is shared.',
  check(template) {
    return builders(template, INSTANCE_BUILDER).flatMap((builder) =>
      volumes(builder)
        .filter((volume) => flagOf(attribute(volume, 'encrypted')) === 'off' && !isNoNewVolume(volume))
        .map((volume) => {
          const device = wordOf(attribute(volume, 'device_name')) || volume.type;
          return {
            at: attribute(volume, 'encrypted')?.range ?? volume.header,
            what: `The volume \`${device}\` of \`${builder.name}\` is not encrypted.`,
          };
        }),
    );
  },
};

function volumes(builder: Builder): readonly Block[] {
  if (builder.type === 'amazon-ebsvolume') return nested(builder, 'ebs_volumes');
  const copied = flagOf(attribute(builder, 'encrypt_boot')) !== 'off';
  const launched = copied ? [] : nested(builder, 'launch_block_device_mappings');
  return [...launched, ...nested(builder, 'ami_block_device_mappings')].filter(
    (volume) => isRoot(builder, volume) === 'off',
  );
}
