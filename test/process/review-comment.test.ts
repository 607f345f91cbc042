import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitHubApi, pullRequestFrom, startGitHubApi } from '../support/github-api.ts';
import { type Played, play, type Scenario, soundTemplate, WEB } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

const FAULTY = readTranscript('validate-unknown-attr');
const BAD: Pick<Scenario, 'files' | 'script'> = {
  files: templateFiles(WEB, FAULTY),
  script: [{ subcommand: 'validate', transcript: FAULTY }],
};
const GOOD: Pick<Scenario, 'files' | 'script'> = { files: soundTemplate(), script: [] };

let github: GitHubApi;
beforeEach(async () => {
  github = await startGitHubApi();
});
afterEach(() => github.stop());

type Review = Pick<Scenario, 'files' | 'script'> & {
  readonly api?: GitHubApi;
  readonly env?: Readonly<Record<string, string>>;
};

function review({ files, script, api = github, env = {} }: Review): Promise<Played> {
  return play({
    files,
    script,
    with: { mode: 'validate', 'github-token': 'ghs_token' },
    env: { GITHUB_API_URL: api.url, ...env },
    event: pullRequestFrom('branch'),
  });
}

const methods = (): readonly string[] => github.requests().map(({ method }) => method);

describe('the comment on a pull request', () => {
  it('is written with the token of the input, and says what is wrong and where', async () => {
    const run = await review(BAD);

    expect(github.comments()).toHaveLength(1);
    const [comment] = github.comments();
    expect(comment?.body).toContain('❌');
    expect(comment?.body).toContain(`\`${WEB}/main.pkr.hcl:11\``);
    expect(comment?.body).toContain('Did you mean "ami\\_name"?');
    expect(comment?.body).toContain('ami_nam       = "x"');
    expect(comment?.body).toContain('https://github.com/acme/images/actions/runs/9876543210');
    expect(github.requests().every(({ authorization }) => authorization === 'token ghs_token')).toBe(true);
    expect(run.log).toContain('#issuecomment-1001');
  });

  it('is the same one on the second run, with the new text', async () => {
    await review(BAD);
    await review(GOOD);

    expect(github.comments()).toHaveLength(1);
    expect(github.comments()[0]).toMatchObject({ id: 1001, body: expect.stringContaining('✅') });
    expect(github.comments()[0]?.body).not.toContain('❌');
    expect(methods()).toEqual(['GET', 'POST', 'GET', 'PATCH']);
  });

  it('is folded into one line when there is nothing to say', async () => {
    await review(GOOD);

    const lines = github.comments()[0]?.body.split('\n') ?? [];
    expect(lines[0]).toMatch(/^<!-- .* -->$/);
    expect(lines[1]).toMatch(/^<details><summary>✅ 1 template checked .*<\/summary>$/);
    expect(lines).toContain('</details>');
    expect(lines.filter((line) => line.includes('<details open'))).toEqual([]);
  });

  it('is found again behind hundreds of others', async () => {
    await review(BAD);
    const mine = github.comments()[0]?.body ?? '';
    const bodies = Array.from({ length: 250 }, (_, index) => (index === 229 ? mine : `Comment ${index}`));
    const busy = await startGitHubApi(bodies);
    try {
      await review({ ...GOOD, api: busy });

      expect(busy.comments()).toHaveLength(250);
      expect(busy.comments()[229]).toMatchObject({ id: 1230, body: expect.stringContaining('✅') });
      expect(busy.requests().map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'PATCH']);
    } finally {
      await busy.stop();
    }
  });

  it('is a new one where people only quote it', async () => {
    await review(BAD);
    const mine = github.comments()[0]?.body ?? '';
    const busy = await startGitHubApi([`> ${mine.replaceAll('\n', '\n> ')}`, `Look:\n${mine}`]);
    try {
      await review({ ...GOOD, api: busy });
      expect(busy.comments()).toHaveLength(3);
    } finally {
      await busy.stop();
    }
  });
});

describe('a comment with much to say', () => {
  it('of 3,000 findings is taken by GitHub, and says how many are left out', async () => {
    const fault = (line: number): string =>
      `Error: Fault number ${line}\n\n  on main.pkr.hcl line ${line}:\n  (source code not available)\n\nSome words.\n\n`;
    const stdout = Array.from({ length: 3000 }, (_, index) => fault(index + 1)).join('');
    const run = await review({
      files: soundTemplate(),
      script: [{ subcommand: 'validate', answer: { stdout, exitCode: 1 } }],
    });

    expect(run.outputs.errors).toBe('3000');
    expect(run.annotations.filter(({ level }) => level === 'notice').map(({ title }) => title)).toEqual([
      'More findings',
    ]);
    const body = github.comments()[0]?.body ?? '';
    expect(body.length).toBeLessThan(65_536);
    const shown = body.match(/\*\*Fault number \d+\*\*/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(50);
    expect(body).toContain(`… and ${3000 - shown} more.`);
    expect(body.trimEnd()).toMatch(/<\/details>\n\n\[Run\]\(https:.*\)$/);
  });

  it('of a short formatting fault has what to write instead, as a suggestion', async () => {
    const transcript = readTranscript('fmt-check');
    await review({ files: templateFiles(WEB, transcript), script: [{ subcommand: 'fmt', transcript }] });

    const body = github.comments()[0]?.body ?? '';
    expect(body).toMatch(/```suggestion\n[\s\S]*^ {2}ami_name {6}= "x-1"$[\s\S]*\n```/m);
    expect(body).toContain(`\`${WEB}/main.pkr.hcl:11\``);
  });
});

describe('each job of each workflow has a comment of its own', () => {
  it.each([
    { title: 'another job', env: { GITHUB_JOB: 'nightly' } },
    { title: 'another workflow', env: { GITHUB_WORKFLOW: 'more images' } },
  ])('$title', async ({ env }) => {
    await review(BAD);
    await review({ ...GOOD, env });
    expect(github.comments()).toHaveLength(2);
    await review({ ...BAD, env });

    expect(github.comments()).toHaveLength(2);
    expect(github.comments()[0]?.body).toContain('❌');
    expect(github.comments()[1]?.body).toContain('❌');
  });

  it.each([
    'images --> <img src=x onerror=alert(1)>',
    '--!> @octocat',
    'a/b',
    'tr\u00e8s ✓ 漢字',
    '%2F',
    'smile 😀',
  ])('a workflow called `%s` finds its comment again and shows nothing of its name', async (name) => {
    const env = { GITHUB_WORKFLOW: name };
    await review({ ...BAD, env });
    await review({ ...GOOD, env });

    expect(github.comments()).toHaveLength(1);
    const [marker = '', second = ''] = github.comments()[0]?.body.split('\n') ?? [];
    expect(marker).toMatch(/^<!--[^<>@]*-->$/);
    expect(second).toMatch(/^<details>/);
  });

  it('names that could be mistaken for each other are not', async () => {
    await review({ ...BAD, env: { GITHUB_WORKFLOW: 'a / b', GITHUB_JOB: 'c' } });
    await review({ ...BAD, env: { GITHUB_WORKFLOW: 'a', GITHUB_JOB: 'b / c' } });
    await review({ ...BAD, env: { GITHUB_WORKFLOW: 'a', GITHUB_JOB: 'b' } });

    expect(github.comments()).toHaveLength(3);
  });
});
