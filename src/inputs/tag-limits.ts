import type { Parsed } from './values.ts';

/**
 * EC2's limits for tags: 50 a resource, key 128 and value 256 characters, `aws:` reserved in any case.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
 */
export const TAG_LIMITS = { perResource: 50, key: 128, value: 256 } as const;

/** Tags that the action itself writes; the rest of the fifty is the user's and the template's. */
const OWN_TAGS = ['Repository', 'Ref', 'PullRequest', 'WorkflowRun', 'Template', 'BuildCommitSha'] as const;

/** The key of the commit's tag, within EC2's limits. */
export function checkCommitTag(key: string): Parsed<string> {
  const taken = OWN_TAGS.some((own) => own === key);
  const problem = taken
    ? `is \`${key}\`, which the action writes itself; choose another key`
    : keyProblem(key);
  return problem === undefined ? { ok: true, value: key } : { ok: false, problem };
}

/** The user's tags, within EC2's limits and none of those that the action answers for. */
export function checkTags(
  parsed: Parsed<ReadonlyMap<string, string>>,
  commitTag: string,
): Parsed<ReadonlyMap<string, string>> {
  if (!parsed.ok) return parsed;
  const problems = [...parsed.value].flatMap(([key, value]) => tagProblem(key, value, commitTag) ?? []);
  const room = TAG_LIMITS.perResource - OWN_TAGS.length - 1;
  if (parsed.value.size > room)
    problems.push(
      `has ${parsed.value.size} tags; EC2 takes 50 on a resource, of which ${room} are left beside ours`,
    );
  return problems.length === 0 ? parsed : { ok: false, problem: problems.join('; ') };
}

function tagProblem(key: string, value: string, commitTag: string): string | undefined {
  const owned = [commitTag, ...OWN_TAGS].includes(key);
  if (owned) return `has \`${key}\`, which the action writes itself; choose another key`;
  if (value.length > TAG_LIMITS.value)
    return `has \`${key}\` with a value of ${value.length} characters; EC2 takes ${TAG_LIMITS.value} at most`;
  return keyProblem(key);
}

function keyProblem(key: string): string | undefined {
  if (key === '') return 'has an empty key';
  if (key.length > TAG_LIMITS.key)
    return `has a key of ${key.length} characters (\`${key.slice(0, 20)}…\`); EC2 takes ${TAG_LIMITS.key} at most`;
  if (key.toLowerCase().startsWith('aws:'))
    return `has \`${key}\`; keys that start with \`aws:\` are reserved by AWS`;
  return undefined;
}
