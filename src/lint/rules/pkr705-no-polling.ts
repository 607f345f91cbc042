import { attribute, nested, textsOf } from '../blocks.ts';
import { AMI_BUILDER, type Builder, builders } from '../builders.ts';
import type { Hit, Rule } from '../rule.ts';
import { isGiven, switchOf } from '../switches.ts';

const SETTINGS = ['delay_seconds', 'max_attempts'];

export const noPolling: Rule = {
  id: 'PKR705',
  severity: 'medium',
  title: 'Copy or encryption without polling settings',
  what: 'The AMI is copied or encrypted without saying how long Packer may wait for it.',
  why: 'Packer gives up after 30 minutes, which a large image takes longer than to copy; `max_attempts` alone makes it worse, since each attempt is then only 2 seconds.',
  fix: 'Set both in `aws_polling`: `delay_seconds = 30` and `max_attempts = 120` wait for an hour.',
  check(template) {
    return builders(template, AMI_BUILDER).flatMap(hitsOf);
  },
};

function hitsOf(builder: Builder): readonly Hit[] {
  const cause = copies(builder) ? 'ami_regions' : 'encrypt_boot';
  if (cause === 'encrypt_boot' && switchOf(builder, 'encrypt_boot') !== 'on') return [];
  const polling = nested(builder, 'aws_polling');
  const missing = SETTINGS.filter(
    (name) => !polling.some((block) => isGiven(attribute(block, name)?.value)),
  ).map((name) => `\`${name}\``);
  if (missing.length === 0) return [];
  const at = polling.at(-1)?.header ?? attribute(builder, cause)?.range ?? builder.header;
  const what = `\`${builder.name}\` has \`${cause}\`, but no ${missing.join(' and ')} in \`aws_polling\`.`;
  return [{ at, what }];
}

/** To a region other than the builder's own. */
function copies(builder: Builder): boolean {
  const own = textsOf(attribute(builder, 'region')?.value)[0];
  const regions = attribute(builder, 'ami_regions')?.value;
  return regions?.kind === 'list' && textsOf(regions).some(({ text }) => text !== own?.text);
}
