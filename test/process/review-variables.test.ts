import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Played, play, type Scenario, WEB } from '../support/scenario.ts';

const FILE = `${WEB}/main.pkr.hcl`;
const WORKFLOW = '.github/workflows/images.yml';
const DECLARED = `variable "name" {
  type = string
}
variable "region" {}
variable "zones" {
  type = list(string)
}
variable "size" {
  type = number
}
variable "fast" {
  type = bool
}
variables {
  old = "x"
}
`;

function review(
  variables: string,
  files: Readonly<Record<string, string>> = {},
  more: Pick<Scenario, 'env' | 'script'> = { script: [] },
): Promise<Played> {
  return play({ files: { [FILE]: DECLARED, ...files }, with: { mode: 'validate', variables }, ...more });
}

describe('a variable of the step that no template declares', () => {
  const workflow = `on: push\njobs:\n  images:\n    steps:\n      - uses: acme/packer-ci@v1\n        with:\n          variables: |\n            name=web\n            regoin=us-east-1\n`;

  it('is a warning at its line of the workflow', async () => {
    const run = await review(
      'name=web\nregoin=us-east-1',
      { [WORKFLOW]: workflow },
      {
        script: [],
        env: { GITHUB_WORKFLOW_REF: `acme/images/${WORKFLOW}@refs/heads/main` },
      },
    );

    expect(run.exitCode).toBe(0);
    expect(run.annotations).toHaveLength(1);
    expect(run.annotations[0]).toMatchObject({ level: 'warning', file: WORKFLOW, line: 9 });
    expect(run.annotations[0]?.message).toContain('`regoin`');
    expect(run.summary).toContain(`${WORKFLOW}:9`);
  });

  it.each([
    { title: 'of another repository', ref: `acme/central/${WORKFLOW}@refs/heads/main` },
    { title: 'that is not told', ref: '' },
    { title: 'that is not there', ref: 'acme/images/.github/workflows/other.yml@main' },
    { title: 'that leads out of the repository', ref: 'acme/images/../../../etc/passwd@main' },
  ])('is a warning without a place where the workflow is one $title', async ({ ref }) => {
    const run = await review(
      'regoin=x',
      { [WORKFLOW]: workflow },
      { script: [], env: { GITHUB_WORKFLOW_REF: ref } },
    );

    expect(run.exitCode).toBe(0);
    expect(run.annotations).toHaveLength(1);
    expect(run.annotations[0]).toMatchObject({ level: 'warning', file: undefined });
  });

  it('never shows its value', async () => {
    const run = await review('pasword=do-not-show-this');
    for (const text of [run.log, run.summary]) expect(text).not.toContain('do-not-show-this');
  });

  it('is none when another template declares it', async () => {
    const run = await review('only_db=1', { 'images/db/main.pkr.hcl': 'variable "only_db" {}\n' });
    expect(run.annotations).toEqual([]);
  });

  it('is none when a `variables` block declares it', async () => {
    expect((await review('old=y')).annotations).toEqual([]);
  });
});

describe('a variable of the step that a var file of the template also sets', () => {
  const AUTO = {
    [`${WEB}/a.auto.pkrvars.hcl`]: 'name = "file"\nregion = "file"\nzones = []\nsize = 1\nfast = false\n',
  };

  /** The text of the var file that Packer was given last. */
  function givenFile(run: Played): { readonly text: string; readonly mode: number; readonly path: string } {
    const [validate] = run.packer.callsOf('validate');
    const path =
      validate?.argv.findLast((word) => word.startsWith('-var-file='))?.slice('-var-file='.length) ?? '';
    expect(path.startsWith(`${run.temporary}/`)).toBe(true);
    return { text: readFileSync(path, 'utf8'), mode: statSync(path).mode & 0o777, path };
  }

  it.each([
    ['name=plain', 'name = "plain"\n'],
    ['name=say "hi"', 'name = "say \\"hi\\""\n'],
    ['name=${env.HOME} and %{ if x }', 'name = "$${env.HOME} and %%{ if x }"\n'],
    ['name=$${a}', 'name = "$$${a}"\n'],
    ['name=back\\slash\\n', 'name = "back\\\\slash\\\\n"\n'],
    ['name=', 'name = ""\n'],
    ['region=us-east-1', 'region = "us-east-1"\n'],
    ['size=20', 'size = "20"\n'],
    ['fast=true', 'fast = true\n'],
    ['zones=["a", "b"]', 'zones = ["a", "b"]\n'],
  ])('wins with the line `%s`', async (line, text) => {
    expect(givenFile(await review(line, AUTO)).text).toBe(text);
  });

  it('is readable by nobody else, and in no word of the command line', async () => {
    const run = await review('name=do-not-show-this', AUTO);

    expect(givenFile(run).mode).toBe(0o600);
    for (const { argv } of run.packer.calls()) expect(argv.join(' ')).not.toContain('do-not-show-this');
    for (const text of [run.log, run.summary]) expect(text).not.toContain('do-not-show-this');
  });

  it('comes after the files of `var-files`', async () => {
    const run = await play({
      files: { [FILE]: DECLARED, 'prod.pkrvars.hcl': 'name = "prod"\n' },
      script: [],
      with: { mode: 'validate', variables: 'name=step', 'var-files': 'prod.pkrvars.hcl' },
    });

    const files =
      run.packer.callsOf('validate')[0]?.argv.filter((word) => word.startsWith('-var-file=')) ?? [];
    expect(files).toHaveLength(2);
    expect(files[0]).toBe(`-var-file=${run.root}/prod.pkrvars.hcl`);
    expect(givenFile(run).text).toBe('name = "step"\n');
  });

  it('is a JSON one as well', async () => {
    const run = await review('name=step', { [`${WEB}/a.auto.pkrvars.json`]: '{"name": "file"}' });
    expect(givenFile(run).text).toBe('name = "step"\n');
  });

  it('does not touch the variables that no file sets', async () => {
    const run = await review('name=step', { [`${WEB}/a.auto.pkrvars.hcl`]: 'region = "file"\n' });

    expect(run.packer.callsOf('validate')[0]?.argv).toEqual(['validate', '.']);
    expect(run.packer.callsOf('validate')[0]?.templateVariables).toEqual({ PKR_VAR_name: 'step' });
  });

  it('cannot add a second assignment with a value of its own making', async () => {
    const run = await review('fast=true\nzones=["a"]', AUTO);
    expect(givenFile(run).text.trim().split('\n')).toHaveLength(2);
  });
});
