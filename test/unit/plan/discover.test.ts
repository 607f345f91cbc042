import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Failure, isFailure } from '../../../src/failure.ts';
import { discover } from '../../../src/plan/discover.ts';
import type { Template } from '../../../src/plan/template.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** A repository with these files in it; each is a template unless its name says otherwise. */
function repository(...files: readonly string[]): string {
  const folder = temporaryFolder('discover');
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), '');
  }
  return folder;
}

async function find(workspace: string, ...templates: readonly string[]): Promise<readonly Template[]> {
  const plan = await discover({ templates }, workspace);
  if (isFailure(plan)) throw new Error(`${plan.what} ${plan.why}`);
  return plan.templates;
}

const names = async (workspace: string, ...templates: readonly string[]): Promise<readonly string[]> =>
  (await find(workspace, ...templates)).map((template) => template.name);

async function failureOf(workspace: string, ...templates: readonly string[]): Promise<Failure> {
  const plan = await discover({ templates }, workspace);
  if (!isFailure(plan)) throw new Error(`found ${plan.templates.map((template) => template.name)}`);
  return plan;
}

const TREE = [
  'root.pkr.hcl',
  'images/web/main.pkr.hcl',
  'images/web/variables.pkr.hcl',
  'images/db/main.pkr.hcl',
  'images/db/deep/main.pkr.hcl',
  'images/README.md',
  'images/legacy/template.json',
  'infra/main.tf',
] as const;

describe('templates', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['**', ['**'], ['.', 'images/db', 'images/db/deep', 'images/web']],
    ['*', ['images/*'], ['images/db', 'images/web']],
    ['** below a folder', ['images/**'], ['images/db', 'images/db/deep', 'images/web']],
    ['a name', ['images/web'], ['images/web']],
    ['a trailing slash', ['images/web/'], ['images/web']],
    ['a leading ./', ['./images/web'], ['images/web']],
    ['a detour', ['images/../images//web'], ['images/web']],
    ['the root', ['.'], ['.']],
    ['the root with a slash', ['./'], ['.']],
    ['braces', ['images/{web,db}'], ['images/db', 'images/web']],
    ['a question mark', ['images/d?'], ['images/db']],
    ['several lines, one of them twice', ['images/web', 'images/*', '.'], ['.', 'images/db', 'images/web']],
    ['an exclusion', ['**', '!images/db'], ['.', 'images/db/deep', 'images/web']],
    ['an exclusion with a glob', ['**', '!images/db/**'], ['.', 'images/web']],
    ['an exclusion taken back', ['**', '!images/**', 'images/db/deep'], ['.', 'images/db/deep']],
    ['an exclusion of the root', ['**', '!.'], ['images/db', 'images/db/deep', 'images/web']],
    ['a name that a later line excludes', ['images/*', 'images/web', '!images/web'], ['images/db']],
    ['a single file', ['images/web/main.pkr.hcl'], ['images/web/main.pkr.hcl']],
    [
      'single files by glob',
      ['images/**/main.pkr.hcl'],
      ['images/db/deep/main.pkr.hcl', 'images/db/main.pkr.hcl', 'images/web/main.pkr.hcl'],
    ],
    [
      'single files without one',
      ['images/web/*.pkr.hcl', '!**/variables.pkr.hcl'],
      ['images/web/main.pkr.hcl'],
    ],
    [
      'a folder and a single file',
      ['images/db', 'images/web/main.pkr.hcl'],
      ['images/db', 'images/web/main.pkr.hcl'],
    ],
  ])('are found by %s', async (_, globs, expected) => {
    expect(await names(repository(...TREE), ...globs)).toEqual(expected);
  });

  test.each([
    'my images/web server',
    'bilder/größe-日本',
    '-images',
    '.packer/web',
    '.github/images',
    '..images',
    'images/..web',
    'a+b,c=d',
    "o'hara",
  ])('are found in a folder called %s', async (folder) => {
    const workspace = repository(`${folder}/main.pkr.hcl`);
    expect(await names(workspace, '**')).toEqual([folder]);
    expect(await names(workspace, folder)).toEqual([folder]);
  });

  test.each(['.git', 'node_modules', 'packer_cache', '.terraform'])(
    'are never looked for in %s',
    async (folder) => {
      const workspace = repository(
        'web/main.pkr.hcl',
        `${folder}/x/main.pkr.hcl`,
        `web/${folder}/main.pkr.hcl`,
      );
      expect(await names(workspace, '**')).toEqual(['web']);
    },
  );
});

describe('a template', () => {
  test('of a folder has all its files and runs in it', async () => {
    const workspace = repository(...TREE);
    expect(await find(workspace, 'images/web')).toEqual([
      {
        name: 'images/web',
        directory: path.join(workspace, 'images/web'),
        folder: 'images/web',
        argument: '.',
        files: ['images/web/main.pkr.hcl', 'images/web/variables.pkr.hcl'],
      },
    ]);
  });

  test('of the root has only the files of the root', async () => {
    const workspace = repository(...TREE);
    expect(await find(workspace, '.')).toEqual([
      { name: '.', directory: workspace, folder: '.', argument: '.', files: ['root.pkr.hcl'] },
    ]);
  });

  test('of a single file has just that one', async () => {
    const workspace = repository(...TREE);
    expect(await find(workspace, 'images/web/main.pkr.hcl')).toEqual([
      {
        name: 'images/web/main.pkr.hcl',
        directory: path.join(workspace, 'images/web'),
        folder: 'images/web',
        argument: 'main.pkr.hcl',
        files: ['images/web/main.pkr.hcl'],
      },
    ]);
  });

  test('is never given to Packer as an option, whatever its name', async () => {
    const workspace = repository('-force.pkr.hcl', '-x/--var=a=b.pkr.hcl', '--help/main.pkr.hcl');
    const found = [...(await find(workspace, '**')), ...(await find(workspace, '**/*.pkr.hcl'))];
    expect(found).toHaveLength(6);
    for (const { argument } of found) expect(argument.startsWith('-')).toBe(false);
    expect(found.map(({ argument }) => argument)).toContain('./-force.pkr.hcl');
  });
});

describe('nothing found', () => {
  test('in a repository without templates asks whether it is checked out', async () => {
    const failure = await failureOf(repository('README.md'), '**');
    expect(failure).toMatchObject({ reason: 'input', what: 'No template found for `templates: **`.' });
    expect(failure.why).toContain('checked out');
  });

  test('names the folders that there are, ten at most', async () => {
    const files = Array.from({ length: 13 }, (_, index) => `images/${String(index + 10)}/main.pkr.hcl`);
    const failure = await failureOf(repository(...files), 'nope');
    expect(failure.what).toContain('nope');
    expect(failure.why).toContain('`images/10`');
    expect(failure.why).toContain('`images/19`, and 3 more');
    expect(failure.why).not.toContain('`images/20`');
  });

  test('for a name is told though others are there, by that name only', async () => {
    const failure = await failureOf(repository(...TREE), 'images/web', 'images/wbe');
    expect(failure.reason).toBe('input');
    expect(failure.what).toBe('No template found for `templates: images/wbe`.');
    expect(failure.why).toContain('`images/web`');
  });

  test.each([['images/*/nope'], ['!**'], ['# nothing'], ['images/legacy'], ['images'], ['infra']])(
    'for %s is told',
    async (glob) => {
      expect((await failureOf(repository(...TREE), glob)).what).toContain('No template found');
    },
  );

  test('is told for everything excluded', async () => {
    expect((await failureOf(repository(...TREE), '**', '!**')).reason).toBe('input');
  });

  test('is told for no line at all', async () => {
    expect((await failureOf(repository(...TREE))).reason).toBe('input');
  });
});

describe('a place outside the repository', () => {
  test.each(['..', '../x', '../x/**', 'images/../../x', '/etc', '!../x'])('is refused: %s', async (glob) => {
    const failure = await failureOf(repository(...TREE), '**', glob);
    expect(failure).toMatchObject({
      reason: 'input',
      what: expect.stringContaining('outside the repository'),
    });
    expect(failure.what).toContain(`\`${glob}\``);
  });

  test('is not reached through a link to a folder', async () => {
    const workspace = repository(...TREE);
    symlinkSync(repository('main.pkr.hcl'), path.join(workspace, 'linked'));
    expect((await failureOf(workspace, 'linked')).reason).toBe('input');
    expect(await names(workspace, '**')).not.toContain('linked');
  });

  test('is not reached through a link to a file', async () => {
    const workspace = repository(...TREE);
    symlinkSync(path.join(repository('evil.pkr.hcl'), 'evil.pkr.hcl'), path.join(workspace, 'link.pkr.hcl'));
    expect((await failureOf(workspace, 'link.pkr.hcl')).reason).toBe('input');
  });

  test('behind a link in a folder is left to the check of that template, so that it hides no other', async () => {
    const workspace = repository(...TREE);
    const target = path.join(repository('evil.pkr.hcl'), 'evil.pkr.hcl');
    symlinkSync(target, path.join(workspace, 'images/web/evil.pkr.hcl'));
    expect((await find(workspace, 'images/web'))[0]?.files).toContain('images/web/evil.pkr.hcl');
  });

  test('is not what a link within the repository leads to', async () => {
    const workspace = repository(...TREE);
    symlinkSync(path.join(workspace, 'root.pkr.hcl'), path.join(workspace, 'images/web/shared.pkr.hcl'));
    expect((await find(workspace, 'images/web'))[0]?.files).toContain('images/web/shared.pkr.hcl');
    expect(await names(workspace, 'images/web/shared.pkr.hcl')).toEqual(['images/web/shared.pkr.hcl']);
  });

  test('is not looked for behind a link that leads nowhere, and the others are found', async () => {
    const workspace = repository(...TREE);
    symlinkSync(path.join(workspace, 'gone.pkr.hcl'), path.join(workspace, 'dangling.pkr.hcl'));
    symlinkSync(path.join(workspace, 'gone'), path.join(workspace, 'nowhere'));
    expect(await names(workspace, '**', '!.')).toEqual(['images/db', 'images/db/deep', 'images/web']);
  });

  test('is not what a ring of links is', async () => {
    const workspace = repository(...TREE);
    symlinkSync(path.join(workspace, 'images'), path.join(workspace, 'images/db/ring'));
    expect(await names(workspace, 'images/**')).toEqual(['images/db', 'images/db/deep', 'images/web']);
  });
});
