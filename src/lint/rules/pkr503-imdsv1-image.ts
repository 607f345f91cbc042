import { attribute } from '../blocks.ts';
import { amiBuilders, amiImports, type ImageMaker } from '../images.ts';
import type { Hit, Rule } from '../rule.ts';
import { wordOf } from '../settings.ts';

export const imdsv1Image: Rule = {
  id: 'PKR503',
  severity: 'high',
  title: 'AMI does not require IMDSv2',
  what: 'Instances that are launched from the AMI may answer to IMDSv1.',
  why: 'With IMDSv1 one forged request of a web application (SSRF) is enough to get the credentials of the instance role; IMDSv2 asks for a session token first.',
  fix: 'Set `imds_support = "v2.0"`.',
  check(template) {
    return [...amiBuilders(template), ...amiImports(template)].flatMap(hitOf);
  },
};

function hitOf(maker: ImageMaker): readonly Hit[] {
  const support = attribute(maker, 'imds_support');
  const word = wordOf(support);
  if (word === 'v2.0') return [];
  const at = support?.range ?? maker.header;
  return support === undefined || word !== undefined
    ? [{ at, what: `The AMI of \`${maker.name}\` does not require IMDSv2.` }]
    : [{ at, what: `The AMI of \`${maker.name}\` may not require IMDSv2.`, notEvaluated: support.source }];
}
