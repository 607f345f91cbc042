import type { Attribute, Block } from '../../template/model.ts';
import { dependencies, type Locals, localsOf } from '../dependencies.ts';
import { pluginBlocks } from '../plugin-blocks.ts';
import type { Hit, Rule } from '../rule.ts';
import { secretIds } from '../variables.ts';

const EXPOSED =
  /^(?:user_data|ami_description|snapshot_description|(?:run_|run_volume_|root_volume_|spot_|fleet_|snapshot_)?tags)$/;
/** `tag { key = ..., value = ... }`. */
const TAG = /^(?:run_|run_volume_|root_volume_|spot_|fleet_|snapshot_)?tag$/;
/** What a secret store answers. */
const STORED = /^data\.amazon-secretsmanager\.[^.]+(?:$|\.(?!version_id$))/;
const STORES = ['vault', 'aws_secretsmanager'];

export const exposedSecret: Rule = {
  id: 'PKR306',
  severity: 'medium',
  title: 'Sensitive value in user_data, tags or description',
  what: 'A sensitive value is put where others can read it.',
  why: 'Every process on the instance reads user data from the metadata service, and whoever may describe instances or images reads user data, tags and descriptions.',
  fix: 'Let the instance fetch the value from SSM Parameter Store or Secrets Manager with a role; keep tags and descriptions free of it.',
  check(template) {
    const known = { secrets: secretIds(template), locals: localsOf(template) };
    return pluginBlocks(template).flatMap((block) =>
      exposed(block).flatMap((attribute) => hitOf(attribute, block, known)),
    );
  },
};

type Known = { readonly secrets: ReadonlySet<string>; readonly locals: Locals };

function exposed(block: Block): readonly Attribute[] {
  const tag = TAG.test(block.type);
  return block.attributes.filter(({ name }) => (tag ? name === 'value' : EXPOSED.test(name)));
}

function hitOf(attribute: Attribute, block: Block, template: Known): readonly Hit[] {
  const name = TAG.test(block.type) ? block.type : attribute.name;
  const used = dependencies(attribute, template.locals, new Set());
  const secret = used.find((id) => template.secrets.has(id) || STORED.test(id));
  if (secret !== undefined) {
    return [{ at: attribute.range, what: `\`${name}\` holds the sensitive \`${secret}\`.` }];
  }
  const store = attribute.calls.find((call) => STORES.includes(call));
  return store === undefined
    ? []
    : [{ at: attribute.range, what: `\`${name}\` holds a secret from \`${store}()\`.` }];
}
