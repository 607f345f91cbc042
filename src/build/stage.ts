import type { Ec2 } from '../aws/ec2.ts';
import type { Ec2Resources } from '../aws/resources.ts';
import { tagsFor } from '../aws/tags.ts';
import type { CheckResult } from '../check/check.ts';
import type { Context } from '../context.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Template } from '../plan/template.ts';
import { type CleanUp, cleanUp, NOTHING_SWEPT } from '../sweep/clean-up.ts';
import { placesOf } from '../sweep/targets.ts';
import { PATIENCE, type TagResult, tag } from '../tag.ts';
import { type BuildTools, build, reasonOf } from './build.ts';
import { type BuildResult, endedEarly } from './result.ts';

/** What became of one template from build to tags. */
export type Built = {
  readonly result: BuildResult;
  /** What a build that failed left, and what was removed of it. */
  readonly cleanUp: CleanUp;
  readonly tagged: TagResult;
};

export type BuildStageTools = BuildTools & {
  readonly ec2: Ec2;
  readonly resources: Ec2Resources;
  readonly checkedOutCommit: (directory: string) => Promise<string | undefined>;
};

/** Builds the templates one after the other; each is cleaned up after and tagged before the next begins. */
export async function buildAll(
  checks: readonly CheckResult[],
  inputs: Inputs,
  context: Context,
  tools: BuildStageTools,
): Promise<readonly Built[]> {
  if (checks.length === 0) return [];
  const checkedOut = await tools.checkedOutCommit(context.workspace);
  const built: Built[] = [];
  for (const { template, model, varFiles } of checks) {
    if (tools.cancellation.requested.aborted) {
      built.push(notBegun(template, context.commit, tools));
      continue;
    }
    const tags = tagsFor(inputs, context, template.name, checkedOut);
    const places = { ...placesOf(model, context.environment), tags: Object.fromEntries(tags) };
    const { result, runs } = await tools.log.group(`Build  ${template.name}`, () =>
      build(template, { ...inputs, varFiles, commit: context.commit }, places, tools),
    );
    // The runner gives a cancelled step ten seconds, so that its post step has to do this.
    const later = inputs.sweep && reasonOf(tools) === 'cancelled';
    const cleaned = later ? NOTHING_SWEPT : await cleanUp(result, runs, inputs, tools);
    // At once, not after the last build: an AMI without tags is the worst thing to leave behind.
    const images = [...result.builds.flatMap((one) => one.images), ...cleaned.kept];
    const since = new Date(runs[0]?.record.startedAt ?? 0);
    built.push({
      result,
      cleanUp: cleaned,
      tagged: await tag(images, tags, tools.ec2, { ...PATIENCE, since }),
    });
    for (const { attempt, file } of runs) if (!later && attempt.ending.kind !== 'left') file.settle();
  }
  return built;
}

/** A template whose turn did not come; without a word of it the step would pass. */
function notBegun(template: Template, commit: string, tools: BuildTools): Built {
  const failure = endedEarly(`The build of ${template.name}`, { ended: reasonOf(tools) });
  return {
    result: { template, commit, builds: [], findings: [], failure, warnings: [] },
    cleanUp: NOTHING_SWEPT,
    tagged: { images: [], failures: [] },
  };
}
