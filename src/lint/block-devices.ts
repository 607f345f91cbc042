import type { Block } from '../template/model.ts';
import { attribute, nested } from './blocks.ts';
import type { Builder } from './builders.ts';
import { type Flag, flagOf, wordOf } from './settings.ts';

/** The names that the AMIs of the common systems give their root device. */
const ROOT = /^\/dev\/(?:sda1?|xvda1?|nvme0n1)$/;

/** Whether a block device mapping speaks of the root volume of the AMI. */
export function isRoot(builder: Builder, mapping: Block): Flag {
  const name = wordOf(attribute(mapping, 'device_name'));
  if (name === undefined) return 'unknown';
  if (builder.type !== 'amazon-ebssurrogate') return ROOT.test(name) ? 'on' : 'off';
  // There the AMI's root is made from a second volume, which `ami_root_device` names.
  const devices = nested(builder, 'ami_root_device').flatMap((device) =>
    ['source_device_name', 'device_name'].map((key) => wordOf(attribute(device, key))),
  );
  if (devices.includes(name)) return 'on';
  return devices.length === 0 || devices.includes(undefined) ? 'unknown' : 'off';
}

/** Whether the volume of the root is encrypted when the build instance is launched; a dynamic block may be absent. */
export function launchesEncryptedRoot(builder: Builder): Flag {
  const flags = nested(builder, 'launch_block_device_mappings')
    .filter((mapping) => isRoot(builder, mapping) !== 'off')
    .map((mapping): Flag => {
      const encrypted = flagOf(attribute(mapping, 'encrypted'));
      return mapping.dynamic && encrypted === 'on' ? 'unknown' : encrypted;
    });
  if (flags.includes('on')) return 'on';
  return flags.includes('unknown') ? 'unknown' : 'off';
}

/** Whether a mapping makes no EBS volume of its own, or one whose encryption its snapshot decides. */
export function isNoNewVolume(mapping: Block): boolean {
  return (
    flagOf(attribute(mapping, 'no_device')) !== 'off' ||
    wordOf(attribute(mapping, 'virtual_name')) !== '' ||
    wordOf(attribute(mapping, 'snapshot_id')) !== ''
  );
}
