import type { Block } from '../../template/model.ts';
import { attribute, nested } from '../blocks.ts';
import { builders, INSTANCE_BUILDER } from '../builders.ts';
import type { Rule } from '../rule.ts';
import { knownTexts, wordOf } from '../settings.ts';

const EVERYTHING = /^\*(?::\*)?$/;
/** All of one service. The two that carry a session of Session Manager have nothing but its messages. */
const SERVICE = /^(?!ssmmessages:|ec2messages:)[\w-]+:\*$/i;

export const wildcardPolicy: Rule = {
  id: 'PKR506',
  severity: 'high',
  title: 'Wildcard instance policy',
  what: 'The temporary policy of the build instance allows everything.',
  why: 'Every script and package that runs during the build can then do to the AWS account whatever the policy allows.',
  fix: 'List the actions that the build needs, and the resources where the actions know any.',
  check(template) {
    return builders(template, INSTANCE_BUILDER).flatMap((builder) =>
      nested(builder, 'temporary_iam_instance_profile_policy_document')
        .flatMap((policy) => nested(policy, 'Statement'))
        .flatMap((statement) =>
          wildcards(statement).map(({ at, text }) => ({
            at,
            what: `The policy of \`${builder.name}\` allows \`${text}\`.`,
          })),
        ),
    );
  },
};

function wildcards(statement: Block) {
  if (wordOf(attribute(statement, 'Effect')) === 'Deny') return [];
  const anywhere = knownTexts(attribute(statement, 'Resource')).some(({ text }) => text === '*');
  return knownTexts(attribute(statement, 'Action')).filter(
    ({ text }) => EVERYTHING.test(text) || (anywhere && SERVICE.test(text)),
  );
}
