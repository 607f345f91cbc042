import { describe, expect, test } from 'vitest';
import { type Context, parseContext } from '../../src/context.ts';
import { type Failure, isFailure } from '../../src/failure.ts';
import { temporaryFolder } from '../support/temporary.ts';

const folder = temporaryFolder('context');
const HEAD = '1'.repeat(40);
const MERGE = '2'.repeat(40);
const ENVIRONMENT = {
  GITHUB_WORKSPACE: folder,
  RUNNER_TEMP: folder,
  GITHUB_REPOSITORY: 'acme/images',
  GITHUB_SERVER_URL: 'https://github.example.com',
  GITHUB_RUN_ID: '42',
  GITHUB_SHA: MERGE,
  GITHUB_EVENT_PATH: '/event.json',
} as const;

type Changes = Readonly<Record<string, string | undefined>>;

const read = (payload: unknown, changes: Changes = {}): Context | Failure =>
  parseContext({ ...ENVIRONMENT, ...changes }, (path) => {
    expect(path).toBe('/event.json');
    return JSON.stringify(payload);
  });

function context(payload: unknown, changes: Changes = {}): Context {
  const result = read(payload, changes);
  if (isFailure(result)) throw new Error(result.what);
  return result;
}

const pullRequest = (repo: unknown) => ({
  action: 'synchronize',
  number: 7,
  pull_request: {
    number: 7,
    head: { ref: 'bigger-disks', sha: HEAD, repo },
    base: { ref: 'main', sha: '3'.repeat(40), repo: { full_name: 'acme/images' } },
    merge_commit_sha: MERGE,
  },
  repository: { full_name: 'acme/images' },
});

const PULL = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' };

describe('a pull request', () => {
  test('is about its head commit and branch, not about the merge commit', () => {
    expect(context(pullRequest({ full_name: 'acme/images' }), PULL)).toEqual({
      workspace: folder,
      temporary: folder,
      repository: 'acme/images',
      event: 'pull_request',
      ref: 'refs/heads/bigger-disks',
      commit: HEAD,
      pullRequest: { number: 7, head: HEAD, headRef: 'bigger-disks', fork: false },
      runUrl: 'https://github.example.com/acme/images/actions/runs/42',
      workflow: '',
      job: '',
      workflowFile: '',
      apiUrl: 'https://api.github.com',
      rulePages: '',
      environment: { ...ENVIRONMENT, ...PULL },
    });
  });

  test('from a fork is one', () => {
    expect(context(pullRequest({ full_name: 'stranger/images' }), PULL)).toMatchObject({
      commit: HEAD,
      pullRequest: { fork: true },
    });
  });

  test('from a fork that was deleted is one too', () => {
    expect(context(pullRequest(null), PULL)).toMatchObject({ commit: HEAD, pullRequest: { fork: true } });
  });

  test('that runs in the context of its base is about its head commit all the same', () => {
    const target = { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' };
    expect(context(pullRequest({ full_name: 'stranger/images' }), target)).toMatchObject({
      event: 'pull_request_target',
      ref: 'refs/heads/bigger-disks',
      commit: HEAD,
      pullRequest: { number: 7, fork: true },
    });
  });

  test.each([undefined, 'main', '123', 'G'.repeat(40), `${HEAD}0`])(
    'without a full head commit (%s) fails',
    (sha) => {
      const payload = { pull_request: { number: 7, head: { ref: 'x', sha, repo: null } } };
      const result = read(payload, PULL);
      expect(isFailure(result) && result.reason).toBe('input');
      expect(isFailure(result) && result.what).toContain('no full commit SHA');
    },
  );
});

describe('another event', () => {
  test.each([
    ['push', 'refs/heads/main', { ref: 'refs/heads/main', after: MERGE }],
    ['push', 'refs/tags/v1.2.3', { ref: 'refs/tags/v1.2.3', after: MERGE }],
    ['workflow_dispatch', 'refs/heads/release', { inputs: { x: '1' }, ref: 'refs/heads/release' }],
    ['schedule', 'refs/heads/main', { schedule: '0 3 * * *' }],
    ['issue_comment', 'refs/heads/main', { issue: { number: 7, pull_request: { url: 'x' } } }],
  ])('%s of %s is about the commit that is checked out', (event, ref, payload) => {
    expect(context(payload, { GITHUB_EVENT_NAME: event, GITHUB_REF: ref })).toMatchObject({
      event,
      ref,
      commit: MERGE,
      pullRequest: undefined,
    });
  });

  test.each([undefined, '', 'HEAD', 'a'.repeat(39), 'A'.repeat(40)])(
    'without a full commit (%s) fails',
    (sha) => {
      const result = read({}, { GITHUB_SHA: sha });
      expect(isFailure(result) && result.reason).toBe('input');
      expect(isFailure(result) && result.fix).toContain('GITHUB_SHA');
    },
  );
});

describe('the event file', () => {
  test.each(['', '[]', 'null', '"x"', '{'])('that holds %j is told', (text) => {
    const result = parseContext(ENVIRONMENT, () => text);
    expect(isFailure(result) && result.what).toContain('GITHUB_EVENT_PATH');
  });

  test('that is not there is told', () => {
    const result = parseContext(ENVIRONMENT, () => {
      throw new Error('ENOENT');
    });
    expect(isFailure(result) && result.reason).toBe('input');
  });

  test('is not needed', () => {
    expect(context({}, { GITHUB_EVENT_PATH: undefined, GITHUB_REF: 'refs/heads/main' }).commit).toBe(MERGE);
  });
});

test('variables without a value are not in the environment', () => {
  expect(context({}, { EMPTY: '', GONE: undefined }).environment).toMatchObject({ EMPTY: '' });
  expect(context({}, { GONE: undefined }).environment).not.toHaveProperty('GONE');
});

describe('the workflow', () => {
  test('is known by its file in this repository, and the rules by their pages in that of the action', () => {
    const run = context(
      {},
      {
        GITHUB_WORKFLOW: 'Images',
        GITHUB_JOB: 'review',
        GITHUB_WORKFLOW_REF: 'acme/images/.github/workflows/images.yml@refs/heads/main',
        GITHUB_API_URL: 'https://github.example.com/api/v3',
        GITHUB_ACTION_REPOSITORY: 'acme/packer-ci',
        GITHUB_ACTION_REF: 'v1',
      },
    );
    expect(run).toMatchObject({
      workflow: 'Images',
      job: 'review',
      workflowFile: '.github/workflows/images.yml',
      apiUrl: 'https://github.example.com/api/v3',
      rulePages: 'https://github.example.com/acme/packer-ci/blob/v1/docs/rules',
    });
  });

  test('of another repository has no file here', () => {
    const reference = 'acme/shared/.github/workflows/images.yml@refs/heads/main';
    expect(context({}, { GITHUB_WORKFLOW_REF: reference }).workflowFile).toBe('');
  });
});
