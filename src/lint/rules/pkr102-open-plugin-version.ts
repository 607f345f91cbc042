import { hasUpperBound, parseConstraint } from '../constraint.ts';
import { type RequiredPlugin, requiredPlugins } from '../plugins.ts';
import type { Hit, Rule } from '../rule.ts';

export const openPluginVersion: Rule = {
  id: 'PKR102',
  severity: 'high',
  title: 'Plugin version missing or open-ended',
  what: 'The version of a plugin has no upper bound.',
  why: 'Every `packer init` may then fetch and run code that nobody has looked at.',
  fix: 'Pin the version (`= 1.8.2`) or let only the last number grow (`~> 1.8.1`).',
  check(template) {
    return requiredPlugins(template).flatMap(hitOf);
  },
};

function hitOf({ name, version, at }: RequiredPlugin): readonly Hit[] {
  if (version === undefined) return [{ at, what: `The plugin \`${name}\` has no \`version\`.` }];
  if (version.kind !== 'string') return [];
  const constraint = parseConstraint(version.text);
  if (constraint === undefined || hasUpperBound(constraint)) return [];
  return [
    { at: version.at, what: `The version \`${version.text}\` of the plugin \`${name}\` has no upper bound.` },
  ];
}
