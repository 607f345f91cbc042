import { describe, expect, it } from 'vitest';
import { pushEvent } from '../support/event.ts';
import { pullRequestFrom, triggeredBy } from '../support/github-api.ts';
import { errorsOf, type Played, play, soundTemplate } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

const PRIVILEGED = ['pull_request_target', 'workflow_run', 'issue_comment'] as const;

function review(trigger: string, inputs: Readonly<Record<string, string>>): Promise<Played> {
  // `workflow_run` and `issue_comment` tell of no pull request.
  const event = trigger === 'pull_request_target' ? pullRequestFrom('fork') : pushEvent('a'.repeat(40));
  return play({
    files: soundTemplate(),
    script: [],
    with: { comment: 'false', ...inputs },
    event: triggeredBy(trigger, event),
  });
}

const EVERYTHING = { checks: 'fmt\nvalidate\nlint' } as const;
const TEXT_ONLY = { mode: 'validate', init: 'false', checks: 'fmt, lint' } as const;

describe.each(PRIVILEGED)('on `%s`', (trigger) => {
  it.each([
    { title: 'build', inputs: { mode: 'build', ...EVERYTHING } },
    { title: 'build of text only', inputs: { ...TEXT_ONLY, mode: 'build' } },
    { title: 'validate', inputs: { mode: 'validate', ...EVERYTHING } },
    { title: 'validate with init', inputs: { ...TEXT_ONLY, init: 'true' } },
    { title: 'validate with validate', inputs: { ...TEXT_ONLY, checks: 'validate' } },
    { title: 'validate that never fails', inputs: { mode: 'validate', 'fail-on': 'never', ...EVERYTHING } },
  ])('mode $title is refused before Packer is called at all', async ({ inputs }) => {
    const run = await review(trigger, inputs);

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'refused', 'ami-id': '', images: '[]' });
    expect(run.packer.calls()).toEqual([]);
    expect(errorsOf(run)).toContain(`\`${trigger}\``);
    expect(errorsOf(run)).toContain('on: pull_request');
    expect(run.summary.split('\n')[0]).toContain('❌');
  });

  it('what only reads text goes on', async () => {
    const run = await review(trigger, TEXT_ONLY);

    const asked = run.packer.calls().map(({ argv }) => argv[0]);
    expect(asked).toEqual(['version', 'fmt']);
    expect(run.outputs['failure-reason']).not.toBe('refused');
    expect(run.outputs.templates).toBe('["images/web"]');
    expect(run.annotations.some(({ title }) => title?.startsWith('PKR'))).toBe(true);
  });
});

describe('what only reads text', () => {
  it('reports format and lint on `pull_request_target`', async () => {
    const transcript = readTranscript('fmt-check');
    const run = await play({
      files: templateFiles('images/web', transcript),
      script: [{ subcommand: 'fmt', transcript }],
      with: { ...TEXT_ONLY, comment: 'false' },
      event: triggeredBy('pull_request_target', pullRequestFrom('fork')),
    });

    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('Not in the canonical format.');
    expect(run.annotations.some(({ title }) => title?.startsWith('PKR'))).toBe(true);
  });
});

describe('where a stranger’s text is checked out', () => {
  // Packer before 1.11 runs `packer-plugin-*` out of the folder it is called in, whatever it is asked: its
  // own version and the format too. Read in its source: packer/plugin.go, Discover.
  it.each([
    { title: 'on `pull_request_target`', event: triggeredBy('pull_request_target', pullRequestFrom('fork')) },
    { title: 'in a fork’s pull request', event: pullRequestFrom('fork') },
  ])('$title an old Packer is called nowhere among the files', async ({ event }) => {
    const run = await play({
      files: { ...soundTemplate(), 'images/web/packer-plugin-evil': '#!/bin/sh\n', 'packer-plugin-evil': '' },
      script: [{ subcommand: 'version', answer: { stdout: 'Packer v1.10.3\n' } }],
      with: { ...TEXT_ONLY, comment: 'false' },
      event,
    });

    const among = run.packer.calls().filter(({ cwd }) => `${cwd}/`.startsWith(`${run.root}/`));
    expect(among.map(({ argv, cwd }) => `${argv.join(' ')} in ${cwd.replace(run.root, '.')}`)).toEqual([]);
  });
});
