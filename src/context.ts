import { readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Failure } from './failure.ts';

/** The pull request that a run is about. */
export type PullRequest = {
  readonly number: number;
  /** Head commit: what the author pushed, not the merge commit that GitHub checks out. */
  readonly head: string;
  readonly headRef: string;
  /** Whether the head lives in another repository. */
  readonly fork: boolean;
};

/** Where and for what the action runs: the runner's variables and the event, parsed once. */
export type Context = {
  /** Root of the repository, absolute, symbolic links resolved. */
  readonly workspace: string;
  /** The runner's temporary folder, absolute. */
  readonly temporary: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly event: string;
  /** Full ref that was pushed, or the head branch of the pull request. */
  readonly ref: string;
  /** The commit that people mean: 40 hex digits. */
  readonly commit: string;
  readonly pullRequest: PullRequest | undefined;
  /** Address of this workflow run. */
  readonly runUrl: string;
  /** Name of the workflow and id of the job. */
  readonly workflow: string;
  readonly job: string;
  /** The file of the workflow, from the repository's root; empty where it is another repository's. */
  readonly workflowFile: string;
  /** Address of GitHub's REST API. */
  readonly apiUrl: string;
  /** Where the pages of the lint rules are, without a slash at the end; empty where that is not known. */
  readonly rulePages: string;
  /** The job's environment, for Packer; see `packer/environment.ts` for what is kept from it. */
  readonly environment: Readonly<Record<string, string>>;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment and the event of this run. The only reader of `process.env` in the project. */
export function readContext(): Context | Failure {
  return parseContext(process.env, (path) => readFileSync(path, 'utf8'));
}

/** A context from any environment; `read` gives the text of the event file. */
export function parseContext(env: Environment, read: (path: string) => string): Context | Failure {
  const payload = parseEvent(env.GITHUB_EVENT_PATH, read);
  if (payload === undefined)
    return broken(
      'GITHUB_EVENT_PATH names a file that is no JSON object',
      'Run this step in GitHub Actions.',
    );
  const repository = env.GITHUB_REPOSITORY ?? '';
  const pullRequest = parsePullRequest(payload, repository);
  const commit = pullRequest?.head ?? env.GITHUB_SHA ?? '';
  if (!/^[0-9a-f]{40}$/.test(commit))
    return broken(
      `The commit of this run is \`${commit}\`, which is no full commit SHA`,
      'GitHub sets GITHUB_SHA and the pull request of the event; check what overrides them.',
    );
  const workspace = env.GITHUB_WORKSPACE ?? process.cwd();
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  return {
    workspace: realpathSync(workspace),
    temporary: realpathSync(env.RUNNER_TEMP || tmpdir()),
    repository,
    event: env.GITHUB_EVENT_NAME ?? '',
    ref: pullRequest ? `refs/heads/${pullRequest.headRef}` : (env.GITHUB_REF ?? ''),
    commit,
    pullRequest,
    runUrl: `${server}/${repository}/actions/runs/${env.GITHUB_RUN_ID ?? ''}`,
    workflow: env.GITHUB_WORKFLOW ?? '',
    job: env.GITHUB_JOB ?? '',
    workflowFile: workflowFile(env.GITHUB_WORKFLOW_REF ?? '', repository),
    apiUrl: env.GITHUB_API_URL ?? 'https://api.github.com',
    rulePages: env.GITHUB_ACTION_REPOSITORY
      ? `${server}/${env.GITHUB_ACTION_REPOSITORY}/blob/${env.GITHUB_ACTION_REF || 'HEAD'}/docs/rules`
      : '',
    environment: Object.fromEntries(
      Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseEvent(path: string | undefined, read: (path: string) => string): Json | undefined {
  if (!path) return {};
  try {
    const value: unknown = JSON.parse(read(path));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function parsePullRequest(payload: Json, repository: string): PullRequest | undefined {
  const pull = payload.pull_request;
  if (!isObject(pull) || !isObject(pull.head)) return undefined;
  const { sha, ref, repo } = pull.head;
  // A deleted fork leaves `repo` null: still not this repository.
  const fork = !isObject(repo) || repo.full_name !== repository;
  return { number: Number(pull.number), head: String(sha), headRef: String(ref), fork };
}

/** `owner/name/.github/workflows/x.yml@refs/heads/main`, of which the path is wanted. */
function workflowFile(reference: string, repository: string): string {
  const [path = ''] = reference.split('@');
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : '';
}

function broken(what: string, fix: string): Failure {
  return { reason: 'input', what: `${what}.`, why: '', fix };
}
