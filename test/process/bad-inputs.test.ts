import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { awsEnvironment } from '../support/environment.ts';
import { createRepository } from '../support/repository.ts';
import { runAction, type StepResult } from '../support/runner.ts';
import { type Played, play, soundTemplate } from '../support/scenario.ts';
import { createStandIn } from '../support/stand-in.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

/** One clear message that has all these words, the word for it in the output, and nothing built. */
function expectOneMessage(run: StepResult, ...words: readonly string[]): void {
  expect(run.exitCode).toBe(1);
  expect(run.outputs).toMatchObject({ 'failure-reason': 'input', 'ami-id': '' });
  const errors = run.annotations.filter(({ level }) => level === 'error');
  expect(errors).toHaveLength(1);
  for (const word of words) {
    expect(errors[0]?.message).toContain(word);
    // The summary may escape what is Markdown, so only plain words are looked for there.
    if (/^[\w ]+$/.test(word)) expect(run.summary).toContain(word);
  }
  expect(run.summary.split('\n')[0]).toMatch(/❌/);
}

function expectNothingRan(run: Played): void {
  expect(run.packer.calls().filter(({ argv }) => argv[0] !== 'version')).toEqual([]);
}

const withInputs = (inputs: Readonly<Record<string, string>>): Promise<Played> =>
  play({ files: soundTemplate(), script: [], with: inputs });

describe('`templates`', () => {
  it('that match nothing: the message names the globs and what there is', async () => {
    const run = await withInputs({ templates: 'imagse/*' });
    expectOneMessage(run, 'imagse/*', 'images/web');
    expectNothingRan(run);
  });

  it('in a repository without any template: the message asks for the checkout', async () => {
    const run = await play({ files: { 'README.md': '# Nothing here\n' }, script: [] });
    expectOneMessage(run, '*.pkr.hcl', 'checked out');
  });

  it.each(['../elsewhere', '/etc', 'images/../../elsewhere'])(
    'outside the repository: %s',
    async (templates) => {
      const run = await withInputs({ templates });
      expectOneMessage(run, templates, 'outside the repository');
      expectNothingRan(run);
    },
  );

  it('that lead outside through a symbolic link are not built', async () => {
    const { root } = await createRepository(soundTemplate());
    const outside = await createRepository(templateFiles('.', readTranscript('validate-ok')));
    symlinkSync(outside.root, join(root, 'images', 'link'));
    const packer = createStandIn([]);
    const env = { ...awsEnvironment('http://127.0.0.1:9'), PATH: packer.PATH };
    const run = await runAction({ workspace: root, with: { templates: 'images/link' }, env });

    expectOneMessage(run, 'images/link');
    expect(packer.callsOf('build')).toEqual([]);
  });

  it('that are legacy JSON: the message says how to upgrade', async () => {
    const run = await play({
      files: templateFiles('images/legacy', readTranscript('validate-json')),
      script: [],
      with: { templates: 'images/legacy/template.json' },
    });
    expectOneMessage(run, 'template.json', 'hcl2_upgrade');
    expectNothingRan(run);
  });
});

describe('`variables`', () => {
  it.each(['1region=us-east-1', 'a-b=c', 'region', '=value'])(
    'with the line `%s`: the message shows it',
    async (line) => {
      const run = await withInputs({ variables: `size=large\n${line}` });
      expectOneMessage(run, 'variables', line.split('=')[0] || line);
      expectNothingRan(run);
    },
  );
});

describe('`tags` beyond what EC2 takes', () => {
  it.each([
    { title: 'reserved keys', tags: 'aws:cost=1', words: ['aws:cost', 'reserved'] },
    { title: 'reserved keys in capitals', tags: 'AWS:cost=1', words: ['AWS:cost', 'reserved'] },
    { title: 'long keys', tags: `${'k'.repeat(129)}=1`, words: ['129', '128'] },
    { title: 'long values', tags: `Note=${'v'.repeat(257)}`, words: ['Note', '257', '256'] },
    {
      title: 'too many tags',
      tags: Array.from({ length: 51 }, (_, index) => `key${index}=v`).join('\n'),
      words: ['51', '50'],
    },
  ])('$title: the message gives the limit', async ({ tags, words }) => {
    const run = await withInputs({ tags });
    expectOneMessage(run, 'tags', ...words);
    expectNothingRan(run);
  });

  it('as the key of `commit-tag` too', async () => {
    const run = await withInputs({ 'commit-tag': 'aws:commit' });
    expectOneMessage(run, 'commit-tag', 'aws:commit', 'reserved');
  });

  it('but keys and values of just the limit pass', async () => {
    const tags = `${'k'.repeat(128)}=${'v'.repeat(256)}`;
    const run = await withInputs({ mode: 'validate', tags });
    expect(run.exitCode).toBe(0);
  });
});

describe('files', () => {
  it('of `var-files` that are not there: the message names them before Packer does anything', async () => {
    const run = await withInputs({ 'var-files': 'env/prod.pkrvars.hcl\nenv/more.pkrvars.hcl' });
    expectOneMessage(run, 'var-files', 'env/prod.pkrvars.hcl', 'env/more.pkrvars.hcl');
    expectNothingRan(run);
  });

  it('of `var-files` outside the repository are refused', async () => {
    const run = await withInputs({ 'var-files': '../secrets.pkrvars.hcl' });
    expectOneMessage(run, 'var-files', '../secrets.pkrvars.hcl');
  });

  it.each(['manifest-file', 'tfvars-file'])('of `%s` outside the repository are refused', async (input) => {
    const run = await withInputs({ [input]: '../../elsewhere/x.auto.tfvars.json' });
    expectOneMessage(run, input, '../../elsewhere/x.auto.tfvars.json');
    expectNothingRan(run);
  });
});

describe('words', () => {
  it.each([
    { input: 'mode', value: 'bulid', legal: ['build', 'validate'] },
    { input: 'init', value: 'yes', legal: ['true', 'false'] },
    { input: 'checks', value: 'fmt, format', legal: ['fmt', 'validate'] },
    { input: 'fail-on', value: 'notice', legal: ['error', 'warning', 'never'] },
    { input: 'on-error', value: 'abort', legal: ['cleanup', 'run-cleanup-provisioner'] },
    { input: 'force', value: '1', legal: ['true', 'false'] },
    { input: 'parallel-builds', value: 'many', legal: ['number'] },
    { input: 'tfvars-variables', value: 'ids=amis', legal: ['ami-ids', 'ami-id'] },
  ])('of `$input` that are none: the message gives the legal ones', async ({ input, value, legal }) => {
    const run = await withInputs({ [input]: value });
    expectOneMessage(run, input, ...legal);
    expectNothingRan(run);
  });

  it('are all told in one message when several are wrong', async () => {
    const run = await withInputs({
      mode: 'bulid',
      variables: '1x=y',
      tags: 'aws:a=b',
      'var-files': 'nope.pkrvars.hcl',
    });
    expectOneMessage(run, 'bulid', '1x', 'aws:a', 'nope.pkrvars.hcl');
  });
});
