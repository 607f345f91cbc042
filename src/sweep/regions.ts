import { attribute, textsOf } from '../lint/blocks.ts';
import { builders } from '../lint/builders.ts';
import type { TemplateModel } from '../template/model.ts';
import { REGION } from './identifiers.ts';

/** The regions that a build works in. */
export type Regions = {
  /** Where its instance runs; empty when neither the template nor the job says. */
  readonly home: string;
  /** Where its AMI is copied to. */
  readonly copies: readonly string[];
};

/**
 * The regions of a build, by the name Packer prints, as far as its template tells without being run. The
 * fallback is the region of the job (`AWS_REGION`, `AWS_DEFAULT_REGION`), for sources that set none.
 */
export function regionsOf(build: string, template: TemplateModel, fallback: string): Regions {
  const [type = '', label = ''] = build.split('.').slice(-2);
  const ofType = builders(template, new RegExp(`^${type.replace(/[^\w-]/g, '')}$`));
  const named = ofType.filter(({ name }) => name === `${type}.${label}`);
  // `source "amazon-ebs.web" { name = "x" }` renames the build: any source of its type may be it.
  const candidates = named.length > 0 ? named : ofType;
  const known = (name: string): readonly string[] =>
    candidates.flatMap((builder) =>
      textsOf(attribute(builder, name)?.value).flatMap((value) =>
        value.known && REGION.test(value.text) ? [value.text] : [],
      ),
    );
  const homes = [...new Set(known('region'))];
  const home = homes.length === 1 ? (homes[0] ?? fallback) : fallback;
  // Where several sources may be meant, each one's home is a region to look in.
  const copies = new Set([...known('ami_regions'), ...homes]);
  copies.delete(home);
  return { home, copies: [...copies] };
}
