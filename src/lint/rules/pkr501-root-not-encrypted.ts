import type { TemplateModel } from '../../template/model.ts';
import { launchesEncryptedRoot } from '../block-devices.ts';
import { attribute } from '../blocks.ts';
import { amiBuilders, amiImports, type ImageMaker } from '../images.ts';
import type { Hit, Rule } from '../rule.ts';
import { type Flag, flagOf } from '../settings.ts';

/** The snapshots of an AMI of `amazon-instance` lie in S3 and have no volume to encrypt. */
export const rootNotEncrypted: Rule = {
  id: 'PKR501',
  severity: 'high',
  title: 'Root volume not encrypted',
  what: 'The root volume of the image is not encrypted.',
  why: 'The snapshot of an unencrypted volume can be read by everyone it is ever shared with or copied to, and most compliance rules forbid it.',
  fix: 'Set `encrypt_boot = true`, with a `kms_key_id` of your own if the image is shared; for `amazon-import`, set `ami_encrypt = true`.',
  check(template) {
    return [...built(template), ...imported(template)];
  },
};

function built(template: TemplateModel): readonly Hit[] {
  return amiBuilders(template)
    .filter(({ type }) => type !== 'amazon-instance')
    .flatMap((builder) => {
      const settings =
        builder.type === 'amazon-chroot' ? ['encrypt_boot', 'root_volume_encrypt_boot'] : ['encrypt_boot'];
      return hitOf(builder, settings, launchesEncryptedRoot(builder));
    });
}

function imported(template: TemplateModel): readonly Hit[] {
  return amiImports(template).flatMap((maker) => hitOf(maker, ['ami_encrypt'], 'off'));
}

/** `launched` is whether the volume is encrypted from the start. */
function hitOf(maker: ImageMaker, settings: readonly string[], launched: Flag): readonly Hit[] {
  const found = settings.flatMap((name) => attribute(maker, name) ?? []);
  if (launched === 'on' || found.some((setting) => flagOf(setting) === 'on')) return [];
  const unknown = found.find((setting) => flagOf(setting) === 'unknown');
  const notEvaluated =
    unknown?.source ?? (launched === 'unknown' ? 'launch_block_device_mappings' : undefined);
  const at = (unknown ?? found[0])?.range ?? maker.header;
  return notEvaluated === undefined
    ? [{ at, what: `The root volume of \`${maker.name}\` is not encrypted.` }]
    : [{ at, what: `The root volume of \`${maker.name}\` may not be encrypted.`, notEvaluated }];
}
