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
      at: range,
    }));
}

/**
 * The plugins whose source no glob of `sources` matches. A source that cannot be evaluated counts as one of
 * them: `packer init` downloads and runs what it finds there.
 */
export function untrustedPlugins(
  template: TemplateModel,
  sources: readonly string[],
): readonly RequiredPlugin[] {
  const trusted = sources.map((glob) => picomatch(glob, { dot: true, nonegate: true }));
  return requiredPlugins(template).filter(({ source }) => {
    if (source === undefined) return false;
    return source.kind !== 'string' || !trusted.some((matches) => matches(source.text));
  });
}
