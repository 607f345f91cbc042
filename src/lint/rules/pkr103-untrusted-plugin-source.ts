import { untrustedPlugins } from '../plugins.ts';
import type { Rule } from '../rule.ts';

export const untrustedPluginSource: Rule = {
  id: 'PKR103',
  severity: 'critical',
  title: 'Plugin source outside the allow-list',
  what: 'A plugin comes from a source that is not allowed.',
  why: '`packer init` downloads the plugin and runs it: whoever owns the source runs code on the runner.',
  fix: 'Use a plugin from an allowed source, or add this one to the `plugin-sources` input after a review.',
  check(template, { pluginSources }) {
    return untrustedPlugins(template, pluginSources).map(({ name, source, at }) => {
      const from = source?.kind === 'string' ? `\`${source.text}\`` : 'a source that cannot be read';
      return {
        at: source?.at ?? at,
        what: `The plugin \`${name}\` comes from ${from}, which is not allowed.`,
      };
    });
  },
};
