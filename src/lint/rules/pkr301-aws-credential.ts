import type { Block } from '../../template/model.ts';
import { type LiteralSecret, literalSecrets } from '../literal-secrets.ts';
import { pluginBlocks } from '../plugin-blocks.ts';
import type { Rule } from '../rule.ts';
import { placesOf } from '../written-text.ts';

/** The id of an access key, of a user or of a role. */
const ACCESS_KEY_ID = /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g;
/** A secret key has no form of its own; only its name tells. */
const SECRET_KEY = /\baws_secret_access_key\b["']?\s*[=:]\s*["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/gi;

/** In the blocks of the Amazon plugin; other plugins have a `token` of their own. */
const OF_AMAZON = ['access_key', 'secret_key', 'token'];
/** In any block, such as a source `docker` that logs in to ECR. */
const ANYWHERE = ['aws_access_key', 'aws_secret_key', 'aws_token'];

export const awsCredential: Rule = {
  id: 'PKR301',
  severity: 'critical',
  title: 'Hard-coded AWS credential',
  what: 'An AWS credential is written into the template.',
  why: 'Everyone who can read the repository, now or in its history, can use the AWS account; keys in repositories are found and used within minutes.',
  fix: 'Deactivate the key in IAM, remove it here, and let the workflow take a role by OIDC with `aws-actions/configure-aws-credentials`.',
  check(template) {
    const secrets = pluginBlocks(template).flatMap((block) => literalSecrets(block, namesFor(block)));
    const keys = [...placesOf(template, ACCESS_KEY_ID), ...placesOf(template, SECRET_KEY)].filter(
      ({ file, line }) => !secrets.some(isAt(file, line)),
    );
    return [
      ...secrets.map(({ name, at }) => ({ at, what: `\`${name}\` holds an AWS credential as plain text.` })),
      ...keys.map((at) => ({ at })),
    ];
  },
};

function namesFor({ labels }: Block): readonly string[] {
  return labels[0]?.startsWith('amazon-') ? [...OF_AMAZON, ...ANYWHERE] : ANYWHERE;
}

/** A finding about an attribute says more than one about a text in the same line. */
function isAt(file: string, line: number) {
  return ({ at }: LiteralSecret) => at.file === file && at.line <= line && line <= (at.endLine ?? at.line);
}
