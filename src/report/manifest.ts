import type { Context } from '../context.ts';
import type { Report } from './report.ts';

/** Version of the manifest's form. A later version only adds. */
export const MANIFEST_VERSION = 1;

/** The manifest of a run: all images, and how each build went, for `collect` and for people. */
export function manifestText(
  report: Report,
  context: Pick<Context, 'repository' | 'ref' | 'runUrl'>,
): string {
  const manifest = {
    version: MANIFEST_VERSION,
    repository: context.repository,
    ref: context.ref,
    run: context.runUrl,
    commit: report.commit,
    packerVersion: report.packerVersion,
    templates: report.templates,
    builds: report.builds.flatMap(({ template, builds }) =>
      builds.map(({ name, seconds, failure }) => ({
        template: template.name,
        build: name,
        seconds,
        state: failure === undefined ? 'succeeded' : 'failed',
        ...(failure === undefined ? {} : { reason: failure.reason, message: failure.what }),
      })),
    ),
    images: report.images,
    failures: report.failures,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
