import { attribute, nested } from '../blocks.ts';
import { type Builder, builders, INSTANCE_BUILDER } from '../builders.ts';
import type { Hit, Rule } from '../rule.ts';
import { wordOf } from '../settings.ts';

export const imdsv1Build: Rule = {
  id: 'PKR504',
  severity: 'medium',
  title: 'Build instance allows IMDSv1',
  what: 'The build instance answers to IMDSv1, which the plugin asks for unless told otherwise.',
  why: 'Whatever is tricked into one plain request during the build gets the credentials of the instance profile.',
  fix: 'Add `metadata_options { http_endpoint = "enabled", http_tokens = "required", http_put_response_hop_limit = 1 }`, a line for each.',
  check(template) {
    return builders(template, INSTANCE_BUILDER).flatMap(hitOf);
  },
};

function hitOf(builder: Builder): readonly Hit[] {
  const what = `The build instance of \`${builder.name}\` answers to IMDSv1.`;
  const options = nested(builder, 'metadata_options').at(-1);
  if (options === undefined) return [{ at: builder.header, what }];
  const tokens = attribute(options, 'http_tokens');
  const word = wordOf(tokens);
  // With the endpoint off there is nothing to ask.
  const endpoint = wordOf(attribute(options, 'http_endpoint'));
  if (word === undefined || word === 'required' || endpoint === undefined || endpoint === 'disabled')
    return [];
  return [{ at: tokens?.range ?? options.header, what }];
}
