import type { Context } from '../context.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { TAG_LIMITS } from '../inputs/tag-limits.ts';

export type TagInputs = Pick<Inputs, 'commitTag' | 'tags'>;

/**
 * The tags for the images of one template. `checkedOut` is the commit of the working tree, undefined where
 * it is not known; it is a tag of its own only when it is not the commit that people mean.
 */
export function tagsFor(
  inputs: TagInputs,
  context: Pick<Context, 'commit' | 'repository' | 'ref' | 'pullRequest' | 'runUrl'>,
  template: string,
  checkedOut: string | undefined,
): ReadonlyMap<string, string> {
  const own: readonly (readonly [string, string])[] = [
    [inputs.commitTag, context.commit],
    ['Repository', context.repository],
    ['Ref', context.ref],
    ...(context.pullRequest ? [['PullRequest', String(context.pullRequest.number)] as const] : []),
    ['WorkflowRun', context.runUrl],
    ['Template', template],
    ...(checkedOut !== undefined && checkedOut !== context.commit
      ? [['BuildCommitSha', checkedOut] as const]
      : []),
  ];
  // Branch and template names can be longer than a tag's value; the start of them is the useful part.
  const fitting = own.map(([key, value]) => [key, shortened(value)] as const);
  return new Map([...fitting, ...inputs.tags]);
}

/** Cut between characters: half of a surrogate pair is no valid text for EC2. */
function shortened(value: string): string {
  return value.slice(0, TAG_LIMITS.value).replace(/[\uD800-\uDBFF]$/, '');
}
