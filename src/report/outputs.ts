import { countBySeverity } from '../finding.ts';
import type { Image } from '../image.ts';
import type { Outputs } from './output-names.ts';
import type { Report } from './report.ts';

/** Template -> build -> region -> AMI id. */
export type AmiIds = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

/** An AMI of a build that succeeded, in every region it was to be in. */
const isWhole = (image: Image): boolean => image.kind === 'ami' && image.partial !== true;

/** The AMIs of a run as the `ami-ids` output gives them. */
export function amiIds(images: readonly Image[]): AmiIds {
  const amis = images.filter(isWhole);
  // Object.fromEntries takes any name, `__proto__` too.
  return Object.fromEntries(
    [...Map.groupBy(amis, (image) => image.template)].map(([template, ofTemplate]) => [
      template,
      Object.fromEntries(
        [...Map.groupBy(ofTemplate, (image) => image.build)].map(([build, ofBuild]) => [
          build,
          Object.fromEntries(ofBuild.map(({ region, id }) => [region, id])),
        ]),
      ),
    ]),
  );
}

/** Paths of the files that were written; empty where none was. */
export type WrittenFiles = { readonly manifest: string; readonly tfvars: string; readonly sarif: string };

/** A text for every output. */
export function outputsOf(report: Report, files: WrittenFiles): Outputs {
  const amis = report.images.filter(isWhole);
  const only = amis.length === 1 ? amis[0] : undefined;
  const counts = countBySeverity(report.findings);
  return {
    'ami-id': only?.id ?? '',
    'ami-ids': JSON.stringify(amiIds(report.images)),
    images: JSON.stringify(report.images),
    'manifest-file': files.manifest,
    'tfvars-file': files.tfvars,
    'sarif-file': files.sarif,
    templates: JSON.stringify(report.templates),
    'commit-sha': report.commit,
    'packer-version': report.packerVersion,
    errors: String(counts.error),
    warnings: String(counts.warning),
    'failure-reason': report.failures[0]?.reason ?? '',
  };
}
