import { describe, expect, it } from 'vitest';
import { awsEnvironment, pathWithOnly } from '../support/environment.ts';
import { createRepository } from '../support/repository.ts';
import { runAction, type StepResult } from '../support/runner.ts';
import { type Played, play, WEB } from '../support/scenario.ts';

const FILE = `${WEB}/main.pkr.hcl`;
const LINT = { mode: 'validate', init: 'false', checks: 'lint' } as const;

/** One warning, PKR104 at the `packer` block, and nothing else. */
function template(before = '', after = ''): string {
  return `${before}packer {${after}
  required_plugins {}
}
`;
}

/** The same with an error as well. */
const BAD = `${template()}build {\n}\n`;

const review = (text: string, inputs: Readonly<Record<string, string>> = {}): Promise<Played> =>
  play({ files: { [FILE]: text }, script: [], with: { ...LINT, ...inputs } });

const placesOf = ({ annotations }: StepResult): readonly string[] =>
  annotations
    .filter(({ file }) => file !== undefined)
    .map(({ title, level, line }) => `${line} ${level} ${title}`);

describe('a lint finding', () => {
  it('is a warning at its line, and lets the step pass', async () => {
    const run = await review(template());
    expect(placesOf(run)).toEqual(['1 warning PKR104']);
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ errors: '0', warnings: '1', 'failure-reason': '' });
  });

  it('fails the step with `fail-on: warning`, in the word `lint`', async () => {
    const run = await review(template(), { 'fail-on': 'warning' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'lint', warnings: '1' });
  });

  it('that is an error lets the step pass with `fail-on: never`', async () => {
    expect((await review(BAD)).exitCode).toBe(1);
    const run = await review(BAD, { 'fail-on': 'never' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ errors: '1', 'failure-reason': '' });
    expect(placesOf(run).join()).toContain('error PKR901');
  });
});

describe('a suppression comment with a reason', () => {
  it.each([
    { title: 'on the line above', text: template('# packer-ci:ignore PKR104 any version will do\n') },
    { title: 'on the line itself', text: template('', ' # packer-ci:ignore PKR104 any version will do') },
    { title: 'with slashes', text: template('// packer-ci:ignore PKR104 any version will do\n') },
    {
      title: 'for several rules',
      text: template('# packer-ci:ignore PKR104, PKR702 any will do\n'),
      left: ['1 warning PKR002'],
    },
  ])('$title takes the finding away', async ({ text, left = [] }) => {
    const run = await review(text, { 'fail-on': left.length === 0 ? 'warning' : 'error' });
    expect(placesOf(run)).toEqual(left);
    expect(run.exitCode).toBe(0);
  });

  it('of another line or rule is itself a warning, and the finding stays', async () => {
    const far = await review(template('# packer-ci:ignore PKR104 too far away\n\n'));
    expect(placesOf(far).toSorted()).toEqual(['1 warning PKR002', '3 warning PKR104']);
    const other = await review(template('# packer-ci:ignore PKR702 not this one\n'));
    expect(placesOf(other).toSorted()).toEqual(['1 warning PKR002', '2 warning PKR104']);
  });

  it('that ignores nothing names the rule', async () => {
    const run = await review(`${template()}\n# packer-ci:ignore PKR901 old\n`);
    expect(placesOf(run)).toContain('5 warning PKR002');
    expect(run.annotations.map(({ message }) => message).join()).toContain('PKR901');
  });
});

describe('a suppression comment that lacks something', () => {
  it.each([
    { title: 'a reason', comment: '# packer-ci:ignore PKR104' },
    { title: 'a rule', comment: '# packer-ci:ignore any version will do' },
    { title: 'both', comment: '# packer-ci:ignore' },
  ])('$title ignores nothing and says so', async ({ comment }) => {
    const run = await review(template(`${comment}\n`));
    expect(placesOf(run).toSorted()).toEqual(['1 warning PKR001', '2 warning PKR104']);
  });

  it('is no comment when it stands in a string', async () => {
    const run = await review(template('locals { a = "# packer-ci:ignore PKR104 x" }\n'));
    expect(placesOf(run)).toEqual(['2 warning PKR104']);
  });
});

describe('`lint-ignore`', () => {
  it.each(['PKR104', 'PKR601\nPKR104', 'PKR601, PKR104'])('with `%s` takes the rule away', async (ignore) => {
    const run = await review(template(), { 'lint-ignore': ignore, 'fail-on': 'warning' });
    expect(run.exitCode).toBe(0);
    expect(placesOf(run)).toEqual([]);
  });

  it('makes a comment for the same rule no fault', async () => {
    const text = template('# packer-ci:ignore PKR104 any version will do\n');
    expect(placesOf(await review(text, { 'lint-ignore': 'PKR104' }))).toEqual([]);
  });

  it('that names no rule is a wrong input', async () => {
    const run = await review(template(), { 'lint-ignore': 'PKR104, PKR999' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('input');
    expect(run.annotations[0]?.message).toContain('PKR999');
  });
});

describe('`checks: lint` with `init: false`', () => {
  it('needs no Packer at all', async () => {
    const { root } = await createRepository({ [FILE]: template() });
    const env = { ...awsEnvironment('http://127.0.0.1:9'), PATH: pathWithOnly({ node: process.execPath }) };
    const run = await runAction({ workspace: root, with: LINT, env });

    expect(run.exitCode).toBe(0);
    expect(placesOf(run)).toEqual(['1 warning PKR104']);
    expect(run.outputs['packer-version']).toBe('');
  });

  it('asks a Packer that is there for nothing', async () => {
    const run = await review(template());
    expect(run.packer.calls().map(({ argv }) => argv[0])).toEqual([]);
  });
});
