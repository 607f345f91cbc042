import picomatch from 'picomatch';
import type { SourceRange } from '../finding.ts';
import type { TemplateModel, Value } from '../template/model.ts';
import { blocksOf, entry, nested } from './blocks.ts';

/** One entry of `packer.required_plugins`. */
export type RequiredPlugin = {
  /** The name before the `=`, by which the template calls the plugin's parts. */
  readonly name: string;
  readonly source: Value | undefined;
  readonly version: Value | undefined;
  /** All that was written for it. */
  readonly requirement: Value;
  readonly at: SourceRange;
};

/** The plugins that `packer init` would install, from all `packer` blocks. */
export function requiredPlugins(template: TemplateModel): readonly RequiredPlugin[] {
  return blocksOf(template, 'packer')
    .flatMap((packer) => nested(packer, 'required_plugins'))
    .flatMap((block) => block.attributes)
    .map(({ name, value, range }) => ({
      name,
      source: entry(value, 'source'),
      version: entry(value, 'version'),
      requirement: value,
      at: range,
    }));
}

/**
 * The plugins whose source no glob of `sources` matches. Packer evaluates whatever expression stands there
 * (`required_plugins` in `hcl2template/types.required_plugins.go`), and `packer init` downloads and runs what
 * it comes to, so anything but a plain object with plain keys and a known source counts as one of them.
 */
export function untrustedPlugins(
  template: TemplateModel,
  sources: readonly string[],
): readonly RequiredPlugin[] {
  const trusted = sources.map((glob) => picomatch(glob, { dot: true, nonegate: true }));
  const allowed = (value: Value): boolean =>
    value.kind === 'string' && trusted.some((matches) => matches(value.text));
  return requiredPlugins(template).filter(({ requirement }) => {
    // A bare version, which Packer itself refuses: there is no source to install from.
    if (requirement.kind === 'string') return false;
    if (requirement.kind !== 'map') return true;
    const plain = requirement.entries.every(({ key }) => /^[A-Za-z_][\w-]*$/.test(key));
    const named = requirement.entries.filter(({ key }) => key === 'source');
    return !plain || !named.every(({ value }) => allowed(value));
  });
}
