import { attribute, blocksOf } from '../blocks.ts';
import { admitsBelow, parseConstraint } from '../constraint.ts';
import type { Rule } from '../rule.ts';

/** The first Packer without the path traversal of GH-13680. */
const SAFE = '1.16.0';

export const requiredVersion: Rule = {
  id: 'PKR104',
  severity: 'medium',
  title: 'required_version missing or admits a Packer with a known flaw',
  what: 'The template does not say which Packer it needs.',
  why: `Before ${SAFE} a plugin's release could write outside the plugin directory (GH-13680); before 1.15.1 sensitive values of several lines were printed (GH-13582).`,
  fix: `Write \`required_version = ">= ${SAFE}, < 2.0.0"\` in the \`packer\` block.`,
  check(template) {
    const packer = blocksOf(template, 'packer');
    const versions = packer.flatMap((block) => attribute(block, 'required_version') ?? []);
    const first = packer[0] ?? template.blocks[0];
    if (versions.length === 0) return first === undefined ? [] : [{ at: first.header }];
    // Several of them hold together, so that one strict enough will do.
    const open = versions.filter(({ value }) => {
      const constraint = value.kind === 'string' ? parseConstraint(value.text) : undefined;
      return constraint !== undefined && admitsBelow(constraint, SAFE);
    });
    if (open.length < versions.length) return [];
    return open.map(({ range, source }) => ({
      at: range,
      what: `\`required_version = ${source}\` admits a Packer before ${SAFE}, which has known flaws.`,
    }));
  },
};
