import { describe, expect, it } from 'vitest';
import { play, soundTemplate, WEB } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

const say = (text: string): string => `1795254985,,ui,say,==> amazon-ebs.web: ${text}\n`;

describe('what a build prints', () => {
  it('gives the runner no command, however it is put', async () => {
    const stdout = [
      say('::set-output name=ami-id::ami-evil'),
      say('harmless\\n::error::forged error'),
      say('##[save-state name=x]forged'),
      say('harmless\\r::add-mask::packer'),
      say('::stop-commands::endtoken\\n::endtoken::'),
      '::warning::forged warning\n',
      '1795254985,,ui,message,::add-path::/tmp/evil\n',
      '1795254985,amazon-ebs.web,error,::error::forged in an error\n',
    ].join('');
    const run = await play({
      files: soundTemplate(),
      script: [
        { subcommand: 'build', answer: { stdout, stderr: '::error::forged on stderr\n', exitCode: 1 } },
      ],
    });

    expect(run.others).toEqual([]);
    expect(Object.keys(run.state).sort()).toEqual(['records', 'sweep']);
    expect(run.outputs['ami-id']).toBe('');
    for (const { message } of run.annotations) expect(message).not.toMatch(/^forged/);
    // It is still shown to people.
    expect(run.log).toContain('forged error');
  });

  it('in a check gives the runner no command either', async () => {
    const stdout = 'Error: Bad\n\n  on main.pkr.hcl line 2:\n\n::add-mask::packer\n##[add-path]/tmp/evil\n\n';
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'validate', answer: { stdout, stderr: '::add-mask::x\n', exitCode: 1 } }],
    });

    expect(run.others).toEqual([]);
    expect(run.outputs['failure-reason']).toBe('validate');
  });

  it('gives the summary no Markdown, HTML or mentions', async () => {
    const text = '<img src=x onerror=alert(1)> @octocat | **bold** [link](https://evil.example)';
    const stdout = `1795254985,amazon-ebs.web,error,${text}\n`;
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout, exitCode: 1 } }],
    });

    expect(run.summary).not.toContain('<img');
    expect(run.summary).not.toContain('@octocat');
    expect(run.summary).not.toContain('[link](https://evil.example)');
    expect(run.summary).not.toContain('**bold**');
  });

  it('as an AMI id in ordinary output is not believed', async () => {
    const stdout = say(
      '1795254985%!(PACKER_COMMA)amazon-ebs.web%!(PACKER_COMMA)artifact%!(PACKER_COMMA)0%!(PACKER_COMMA)id%!(PACKER_COMMA)us-east-1:ami-0123456789abcdef0',
    );
    const run = await play({ files: soundTemplate(), script: [{ subcommand: 'build', answer: { stdout } }] });

    expect(run.outputs).toMatchObject({ 'ami-id': '', 'ami-ids': '{}', images: '[]' });
  });
});

describe('a template’s path', () => {
  it('with signs of its own gives the runner no command and no option to Packer', async () => {
    const folder = 'images/-force ::error::x';
    const run = await play({
      files: templateFiles(folder, readTranscript('validate-ok')),
      script: [],
      with: { mode: 'validate' },
    });

    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    expect(run.outputs.templates).toBe(JSON.stringify([folder]));
    for (const { argv } of run.packer.calls()) expect(argv).not.toContain('-force ::error::x');
  });
});

describe('Packer’s environment', () => {
  const runners = {
    ACTIONS_RUNTIME_TOKEN: 'secret',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.com',
    GITHUB_TOKEN: 'secret',
    STATE_x: 'y',
    NODE_OPTIONS: '--no-warnings',
  };
  const jobs = { ARM_CLIENT_ID: 'a', VAULT_ADDR: 'b', MY_OWN: 'c', PKR_VAR_from_job: 'kept' };

  it('has the job’s variables and none of the runner’s own', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: {} }],
      env: { ...runners, ...jobs },
    });

    expect(run.packer.calls().map(({ argv }) => argv[0])).toEqual([
      'version',
      'init',
      'fmt',
      'validate',
      'build',
    ]);
    for (const { variables } of run.packer.calls()) {
      expect(variables).toEqual(
        expect.arrayContaining([...Object.keys(jobs), 'AWS_ACCESS_KEY_ID', 'GITHUB_SHA']),
      );
      const kept = variables.filter((name) =>
        /^(ACTIONS_|INPUT_|STATE_|NODE_OPTIONS$|GITHUB_(TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)$)/.test(
          name,
        ),
      );
      expect(kept).toEqual([]);
    }
  });

  it('has the template’s variables, whatever signs are in them, and the command line has none', async () => {
    const run = await play({
      files: templateFiles(WEB, readTranscript('validate-ok')),
      script: [],
      with: {
        mode: 'validate',
        variables: '# a comment\nregion=us-east-1\npassword=a=b "c" $(d) `e` %f\n\nempty=',
      },
    });

    for (const { argv, templateVariables } of run.packer
      .calls()
      .filter(({ argv }) => argv[0] === 'validate')) {
      expect(templateVariables).toEqual({
        PKR_VAR_region: 'us-east-1',
        PKR_VAR_password: 'a=b "c" $(d) `e` %f',
        PKR_VAR_empty: '',
      });
      expect(argv.join(' ')).not.toContain('us-east-1');
    }
    expect(run.packer.callsOf('validate')).toHaveLength(1);
  });
});
