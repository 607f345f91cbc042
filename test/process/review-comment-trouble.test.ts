import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pushEvent } from '../support/event.ts';
import { type GitHubApi, pullRequestFrom, startGitHubApi } from '../support/github-api.ts';
import { type Played, play, soundTemplate, WEB } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

let github: GitHubApi;
beforeEach(async () => {
  github = await startGitHubApi();
});
afterEach(() => github.stop());

type Change = {
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: ReturnType<typeof pullRequestFrom>;
};

function review(change: Change = {}): Promise<Played> {
  return play({
    files: soundTemplate(),
    script: [],
    with: { mode: 'validate', 'github-token': 'ghs_token', ...change.with },
    env: { GITHUB_API_URL: github.url, ...change.env },
    event: change.event ?? pullRequestFrom('branch'),
  });
}

/** The run is as green as it was, and one notice says why there is no comment. */
function expectNotice(run: Played, ...words: readonly string[]): void {
  expect(run.exitCode).toBe(0);
  expect(run.outputs).toMatchObject({ 'failure-reason': '', errors: '0' });
  expect(run.summary.split('\n')[0]).toContain('✅');
  expect(run.annotations).toHaveLength(1);
  expect(run.annotations[0]).toMatchObject({ level: 'notice' });
  for (const word of words) expect(run.annotations[0]?.message).toContain(word);
}

describe('a comment that cannot be written is a notice and no failure', () => {
  it.each([
    { status: 401, words: ['401', 'pull-requests: write'] },
    { status: 403, words: ['403', 'Resource not accessible by integration', 'pull-requests: write'] },
    { status: 404, words: ['404', 'pull-requests: write'] },
    { status: 422, words: ['422'] },
    { status: 500, words: ['500', 'again'] },
    { status: 503, words: ['503', 'again'] },
  ])('when the list is answered with $status', async ({ status, words }) => {
    github.refuse('GET', status);
    expectNotice(await review(), ...words);
  });

  it('when it may be read and not be written', async () => {
    github.refuse('POST', 403);
    expectNotice(await review(), '403', 'pull-requests: write');
    expect(github.comments()).toEqual([]);
  });

  it('when it was written once and may not be changed', async () => {
    await review();
    github.refuse('PATCH', 403);
    expectNotice(await review(), '403');
  });

  it('when GitHub cannot be reached', async () => {
    await github.stop();
    expectNotice(await review(), 'comment: false');
  });

  it('when what answers is no API of GitHub’s', async () => {
    expectNotice(await review({ env: { GITHUB_API_URL: `${github.url}/nothing/here` } }), '404');
  });

  it('and leaves a run that fails anyway with its own reason', async () => {
    github.refuse('GET', 403);
    const faulty = readTranscript('validate-unknown-attr');
    const run = await play({
      files: templateFiles(WEB, faulty),
      script: [{ subcommand: 'validate', transcript: faulty }],
      with: { mode: 'validate', 'github-token': 'ghs_token' },
      env: { GITHUB_API_URL: github.url },
      event: pullRequestFrom('branch'),
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('validate');
    expect(run.annotations.map(({ level }) => level).toSorted()).toEqual(['error', 'error', 'notice']);
  });
});

describe('nobody asks GitHub for anything', () => {
  it.each([
    { title: 'on a push', change: { event: pushEvent('a'.repeat(40)) } },
    { title: 'with `comment: false`', change: { with: { comment: 'false' } } },
    { title: 'without a token', change: { with: { 'github-token': '' } } },
    { title: 'with a token of blanks', change: { with: { 'github-token': '  ' } } },
  ])('$title', async ({ change }) => {
    const run = await review(change);

    expect(run.exitCode).toBe(0);
    expect(github.requests()).toEqual([]);
    expect(run.annotations).toEqual([]);
  });
});

describe('the token', () => {
  it('is shown nowhere and reaches no call of Packer', async () => {
    github.refuse('GET', 401);
    const run = await review({ with: { 'github-token': 'ghs_never_to_be_seen' } });

    for (const text of [run.log, run.summary, JSON.stringify(run.outputs)])
      expect(text).not.toContain('ghs_never_to_be_seen');
    expect(run.packer.calls().length).toBeGreaterThan(2);
    for (const { variables } of run.packer.calls())
      expect(variables.filter((name) => /TOKEN|^INPUT_/.test(name))).toEqual([]);
  });
});
