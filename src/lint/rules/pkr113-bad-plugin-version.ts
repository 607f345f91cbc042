import { admitsBelow, parseConstraint } from '../constraint.ts';
import { requiredPlugins } from '../plugins.ts';
import type { Rule } from '../rule.ts';

/** Plugins by the end of their source, and the first version without a known fault. */
const GOOD_FROM: readonly { readonly source: string; readonly version: string }[] = [
  { source: 'hashicorp/amazon', version: '1.8.1' },
];

export const badPluginVersion: Rule = {
  id: 'PKR113',
  severity: 'medium',
  title: 'Known-bad plugin version admitted',
  what: 'The version of a plugin admits a release with a known fault.',
  why: 'Before 1.8.1 the amazon plugin did not retry when AWS had not yet heard of a new AMI or snapshot, so that builds failed at random.',
  fix: 'Admit the amazon plugin from 1.8.1 on: `~> 1.8.1`.',
  check(template) {
    return requiredPlugins(template).flatMap(({ name, source, version }) => {
      if (source?.kind !== 'string' || version?.kind !== 'string') return [];
      const good = GOOD_FROM.find((known) => source.text.endsWith(`/${known.source}`));
      const constraint = parseConstraint(version.text);
      if (good === undefined || constraint === undefined || !admitsBelow(constraint, good.version)) return [];
      const what = `The version \`${version.text}\` of the plugin \`${name}\` admits releases before ${good.version}.`;
      return [{ at: version.at, what }];
    });
  },
};
