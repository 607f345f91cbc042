import type { Value } from '../../template/model.ts';
import { attribute } from '../blocks.ts';
import type { Builder } from '../builders.ts';
import { amiBuilders } from '../images.ts';
import type { Hit, Rule } from '../rule.ts';
import { flagOf, knownTexts, presenceOf, wordOf } from '../settings.ts';

export const regionKeys: Rule = {
  id: 'PKR505',
  severity: 'medium',
  title: 'Multi-region copy without per-region KMS keys',
  what: 'A copy of the AMI in another region has no KMS key of its own there.',
  why: "The copy is encrypted with that region's default key `alias/aws/ebs`, so that no other account can ever use it.",
  fix: 'Give every region of `ami_regions` its key in `region_kms_key_ids`.',
  check(template) {
    return amiBuilders(template).flatMap(hitOf);
  },
};

function hitOf(builder: Builder): readonly Hit[] {
  const regions = attribute(builder, 'ami_regions');
  const keys = attribute(builder, 'region_kms_key_ids');
  if (regions === undefined || flagOf(attribute(builder, 'encrypt_boot')) !== 'on') return [];
  const named = keyedRegions(keys?.value);
  if (named === undefined) return [];
  const home =
    presenceOf(attribute(builder, 'kms_key_id')) === 'off' ? '' : wordOf(attribute(builder, 'region'));
  const missing = [...new Set(knownTexts(regions).map(({ text }) => text))].filter(
    (region) => region !== '' && region !== home && !named.includes(region),
  );
  // `kms_key_id` is for the region of the build; where that is not known, it may be the one that is missing.
  if (missing.length === 0 || (home === undefined && missing.length === 1)) return [];
  const list = missing.map((region) => `\`${region}\``).join(', ');
  return [
    {
      at: regions.range,
      what: `The copies of \`${builder.name}\` in ${list} have no key in \`region_kms_key_ids\`.`,
    },
  ];
}

/** The regions that have a key, or nothing when that is not known. */
function keyedRegions(keys: Value | undefined): readonly string[] | undefined {
  if (keys === undefined || keys.kind === 'null') return [];
  if (keys.kind !== 'map' || keys.entries.some(({ key }) => key.includes('${'))) return undefined;
  return keys.entries.map(({ key }) => key);
}
