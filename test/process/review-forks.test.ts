import { describe, expect, it } from 'vitest';
import { pullRequestFrom } from '../support/github-api.ts';
import { errorsOf, type Played, play, soundTemplate, WEB } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

const FILE = `${WEB}/main.pkr.hcl`;
const FORMAT = readTranscript('fmt-check');

/** A template with one plugin from `source`. */
function withPlugin(source: string, more = ''): string {
  return `packer {
  required_plugins {
    amazon = {
      source  = "${source}"
      version = "= 1.8.2"
    }
  }
}
${more}
source "amazon-ebs" "web" {
  ami_name = "web"
}

build {
  sources = ["source.amazon-ebs.web"]
}
`;
}

type Review = {
  readonly template: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly from?: 'branch' | 'fork' | 'deleted fork';
};

function review({ template, with: inputs, from = 'fork' }: Review): Promise<Played> {
  return play({
    files: { [FILE]: template },
    script: [],
    with: { checks: 'fmt, validate, lint', 'fail-on': 'never', comment: 'false', ...inputs },
    event: pullRequestFrom(from),
  });
}

const asked = (run: Played): readonly (string | undefined)[] => run.packer.calls().map(({ argv }) => argv[0]);

describe.each(['fork', 'deleted fork'] as const)('a pull request from a %s', (from) => {
  it('gets init, format, validate and lint where every plugin is allowed, and is never built', async () => {
    const run = await review({ template: withPlugin('github.com/hashicorp/amazon'), from });

    expect(asked(run)).toEqual(['version', 'init', 'fmt', 'validate']);
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ 'ami-id': '', images: '[]' });
    const notices = run.annotations.filter(({ level }) => level === 'notice').map(({ message }) => message);
    expect(notices.join('\n')).toContain('not built');
    expect(run.summary).toContain('not built');
  });

  it('gets format and lint where a plugin is not allowed, and hears what was left out', async () => {
    const run = await review({ template: withPlugin('github.com/evil/amazon'), from });

    expect(asked(run)).toEqual(['version', 'fmt']);
    expect(errorsOf(run)).toContain('github.com/evil/amazon');
    expect(run.summary).toContain('were left out');
    expect(run.annotations.some(({ title }) => title === 'PKR104')).toBe(true);
  });

  it('gets no validate without init either', async () => {
    const run = await review({
      template: withPlugin('github.com/evil/amazon'),
      from,
      with: { init: 'false' },
    });
    expect(asked(run)).toEqual(['version', 'fmt']);
  });

  it('of a template that cannot be read whole gets no init and no validate', async () => {
    const run = await review({ template: 'packer {\n  required_plugins {\n', from });
    expect(asked(run)).toEqual(['version', 'fmt']);
  });
});

describe('a pull request from a fork', () => {
  it('is still told what Packer says of its format', async () => {
    const run = await play({
      files: templateFiles(WEB, FORMAT),
      script: [{ subcommand: 'fmt', transcript: FORMAT }],
      with: { comment: 'false' },
      event: pullRequestFrom('fork'),
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('fmt');
    expect(run.packer.callsOf('build')).toEqual([]);
  });

  it('of mode validate is told nothing of builds', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [],
      with: { mode: 'validate', comment: 'false' },
      event: pullRequestFrom('fork'),
    });

    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
  });

  it('passes with a template that only plugins of `plugin-sources` need', async () => {
    const run = await review({
      template: withPlugin('github.com/acme/amazon'),
      with: { 'plugin-sources': 'github.com/hashicorp/*\ngithub.com/acme/*' },
    });
    expect(asked(run)).toEqual(['version', 'init', 'fmt', 'validate']);
  });
});

describe('a plugin from a source that is not allowed', () => {
  const evil = (more = ''): string => withPlugin('github.com/evil/amazon', more);
  const suppressed = evil().replace(
    'source  = "github',
    '# packer-ci:ignore PKR103 we trust them\n      source  = "github',
  );

  it.each([
    { title: 'plain', template: evil(), inputs: {} },
    { title: 'under a suppression comment', template: suppressed, inputs: {} },
    { title: 'with `lint-ignore`', template: evil(), inputs: { 'lint-ignore': 'PKR103' } },
    { title: 'without lint', template: evil(), inputs: { checks: 'fmt, validate' } },
    { title: 'without any check', template: evil(), inputs: { checks: 'fmt' } },
    { title: 'with `fail-on: never`', template: evil(), inputs: { 'fail-on': 'never' } },
  ])('stops init, validate and build for everyone, and is reported: $title', async ({ template, inputs }) => {
    const run = await review({ template, from: 'branch', with: { 'fail-on': 'error', ...inputs } });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('refused');
    expect(asked(run)).toEqual(['version', 'fmt']);
    const line = template.split('\n').findIndex((text) => text.includes('evil')) + 1;
    expect(run.annotations).toContainEqual(
      expect.objectContaining({ level: 'error', title: 'PKR103', file: FILE, line }),
    );
  });
});
