import { attribute } from '../blocks.ts';
import { type ImageMaker, imageMakers } from '../images.ts';
import type { Hit, Rule } from '../rule.ts';
import { knownTexts } from '../settings.ts';

const SHARES = ['ami_users', 'snapshot_users', 'ami_org_arns', 'ami_ou_arns'];
/** An account, or the ARN of an organisation or of a unit of one; nothing else is quoted. */
const PRINCIPAL = /^(?:\d{12}|arn:aws[\w-]*:organizations::\d{12}:[\w/-]+)$/;
/** Named in a finding; more are counted. */
const MAX_NAMED = 5;

export const sharedImage: Rule = {
  id: 'PKR203',
  severity: 'medium',
  title: 'Image shared with another account or organisation',
  what: 'The image is shared with an account or organisation that the template names.',
  why: 'Whoever has the image reads all that is on its disks, and a wrong or forgotten account number gives it to strangers.',
  fix: 'Check that the accounts are yours or trusted; then write `# packer-ci:ignore PKR203` with who they are above the line, or remove them.',
  check(template) {
    return imageMakers(template).flatMap((maker) => SHARES.flatMap((name) => hitOf(maker, name)));
  },
};

/** One finding for each list, at the list, so that one comment can say who is in it. */
function hitOf(maker: ImageMaker, name: string): readonly Hit[] {
  const list = attribute(maker, name);
  const texts = knownTexts(list).filter(({ text }) => text !== '');
  if (list === undefined || texts.length === 0) return [];
  const named = texts.filter(({ text }) => PRINCIPAL.test(text)).slice(0, MAX_NAMED);
  const rest = texts.length - named.length;
  const parts = [...named.map(({ text }) => `\`${text}\``), ...(rest > 0 ? [`${rest} more`] : [])];
  return [
    { at: list.range, what: `\`${maker.name}\` shares its image by \`${name}\`: ${parts.join(', ')}.` },
  ];
}
