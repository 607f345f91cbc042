/** What made a workflow run: the runner's variables for it, and the payload of the event. */
export type WorkflowEvent = {
  readonly environment: Readonly<Record<string, string>>;
  readonly payload: unknown;
};

/** The repository that all tests play in. */
export const REPOSITORY = 'acme/images';

const WORKFLOW_RUN = {
  GITHUB_ACTIONS: 'true',
  CI: 'true',
  GITHUB_REPOSITORY: REPOSITORY,
  GITHUB_REPOSITORY_OWNER: 'acme',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_RUN_ID: '9876543210',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_WORKFLOW: 'images',
  GITHUB_JOB: 'build',
  GITHUB_ACTOR: 'octocat',
} as const;

const PAYLOAD_REPOSITORY = {
  full_name: REPOSITORY,
  name: 'images',
  owner: { login: 'acme' },
  default_branch: 'main',
  html_url: `https://github.com/${REPOSITORY}`,
} as const;

/** A push of a commit to `main`. */
export function pushEvent(sha: string): WorkflowEvent {
  return {
    environment: {
      ...WORKFLOW_RUN,
      GITHUB_EVENT_NAME: 'push',
      GITHUB_SHA: sha,
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REF_NAME: 'main',
      GITHUB_REF_TYPE: 'branch',
      GITHUB_HEAD_REF: '',
      GITHUB_BASE_REF: '',
    },
    payload: {
      ref: 'refs/heads/main',
      before: '0'.repeat(40),
      after: sha,
      repository: PAYLOAD_REPOSITORY,
      pusher: { name: 'octocat' },
      head_commit: { id: sha, message: 'Change the images' },
    },
  };
}

/**
 * A pull request: GITHUB_SHA is the merge commit that GitHub made and checked out, `head` is what the
 * author pushed.
 */
export function pullRequestEvent(commits: {
  readonly head: string;
  readonly merge: string;
  readonly base: string;
}): WorkflowEvent {
  return {
    environment: {
      ...WORKFLOW_RUN,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_SHA: commits.merge,
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_REF_NAME: '7/merge',
      GITHUB_REF_TYPE: 'branch',
      GITHUB_HEAD_REF: 'bigger-disks',
      GITHUB_BASE_REF: 'main',
    },
    payload: {
      action: 'synchronize',
      number: 7,
      pull_request: {
        number: 7,
        state: 'open',
        title: 'Bigger disks',
        html_url: `https://github.com/${REPOSITORY}/pull/7`,
        user: { login: 'octocat' },
        head: { ref: 'bigger-disks', sha: commits.head, repo: PAYLOAD_REPOSITORY },
        base: { ref: 'main', sha: commits.base, repo: PAYLOAD_REPOSITORY },
        merge_commit_sha: commits.merge,
      },
      repository: PAYLOAD_REPOSITORY,
      sender: { login: 'octocat' },
    },
  };
}
