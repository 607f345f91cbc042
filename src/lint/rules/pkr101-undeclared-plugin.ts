import type { Block } from '../../template/model.ts';
import { blocksOf } from '../blocks.ts';
import { steps } from '../builders.ts';
import { requiredPlugins } from '../plugins.ts';
import type { Hit, Rule } from '../rule.ts';

/** What Packer itself brings, by the type of the block. */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  source: ['file', 'null'],
  data: [
    'hcp-packer-artifact',
    'hcp-packer-image',
    'hcp-packer-iteration',
    'hcp-packer-version',
    'http',
    'null',
  ],
  provisioner: [
    'breakpoint',
    'file',
    'hcp-sbom',
    'powershell',
    'shell',
    'shell-local',
    'sleep',
    'windows-restart',
    'windows-shell',
  ],
  'error-cleanup-provisioner': [
    'breakpoint',
    'file',
    'powershell',
    'shell',
    'shell-local',
    'sleep',
    'windows-shell',
  ],
  'post-processor': ['artifice', 'checksum', 'compress', 'manifest', 'shell-local'],
};

export const undeclaredPlugin: Rule = {
  id: 'PKR101',
  severity: 'high',
  title: 'Plugin not declared in required_plugins',
  what: 'The template uses a plugin that `required_plugins` does not declare.',
  why: '`packer init` installs nothing for it, so the build runs whatever version the runner happens to have, or stops.',
  fix: 'Declare the plugin in `packer { required_plugins { ... } }` with `source` and `version`.',
  check(template) {
    const declared = requiredPlugins(template).map(({ name }) => name);
    const blocks = [
      ...blocksOf(template, 'source'),
      ...blocksOf(template, 'data'),
      ...steps(template).map(({ block }) => block),
    ];
    const reported = new Set<string>();
    return blocks.flatMap((block): readonly Hit[] => {
      const [part = ''] = block.labels;
      const known = BUILT_IN[block.type]?.includes(part) ?? false;
      if (known || reported.has(part) || declared.some((name) => belongsTo(part, name))) return [];
      reported.add(part);
      return [{ at: block.header, what: whatOf(block, part) }];
    });
  },
};

/** The parts of the plugin `amazon` are called `amazon` and `amazon-...`. */
function belongsTo(part: string, plugin: string): boolean {
  return part === plugin || part.startsWith(`${plugin}-`);
}

function whatOf(block: Block, part: string): string {
  return `\`required_plugins\` does not declare the plugin of the ${block.type} \`${part}\`.`;
}
