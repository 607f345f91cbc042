import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseDestination, parseVarFiles } from '../../../src/inputs/paths.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const home = temporaryFolder('paths');
const workspace = path.join(home, 'repository');
const temporary = path.join(home, 'temporary');
const outside = path.join(home, 'outside');
const places = { workspace, temporary };

beforeAll(() => {
  for (const folder of [
    workspace,
    temporary,
    outside,
    path.join(workspace, 'vars'),
    path.join(workspace, '..data'),
  ])
    mkdirSync(folder);
  for (const file of [
    'vars/prod.pkrvars.hcl',
    'vars/prod.json',
    'vars/notes.txt',
    '..data/x.pkrvars.hcl',
    '..x.hcl',
  ])
    writeFileSync(path.join(workspace, file), '');
  writeFileSync(path.join(outside, 'secret.pkrvars.hcl'), '');
  symlinkSync(outside, path.join(workspace, 'away'));
  symlinkSync(path.join(outside, 'secret.pkrvars.hcl'), path.join(workspace, 'link.pkrvars.hcl'));
  symlinkSync(path.join(workspace, 'vars'), path.join(workspace, 'near'));
  symlinkSync(path.join(outside, 'not-yet.json'), path.join(workspace, 'dangling.json'));
});

describe('var files', () => {
  test('are absolute paths, in the order of the lines', () => {
    expect(parseVarFiles('vars/prod.json\n./vars/prod.pkrvars.hcl\nnear/prod.json', places)).toEqual({
      ok: true,
      value: ['vars/prod.json', 'vars/prod.pkrvars.hcl', 'near/prod.json'].map((file) =>
        path.join(workspace, file),
      ),
    });
  });

  test.each([
    '../outside/secret.pkrvars.hcl',
    'vars/../../outside/secret.pkrvars.hcl',
    'away/secret.pkrvars.hcl',
    'link.pkrvars.hcl',
    '/etc/hosts.json',
    '.',
  ])('are not outside the repository: %s', (written) => {
    expect(parseVarFiles(written, places)).toEqual({
      ok: false,
      problem: `names \`${written}\`, which is outside the repository`,
    });
  });

  test.each(['nope.hcl', 'vars/nope.json'])('are there: %s', (written) => {
    expect(parseVarFiles(written, places)).toMatchObject({
      ok: false,
      problem: expect.stringContaining(`\`${written}\`, which is not there`),
    });
  });

  test('have a name that Packer reads', () => {
    expect(parseVarFiles('vars/notes.txt', places)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('`.hcl` or `.json`'),
    });
  });

  test('are all looked at, and all problems told', () => {
    expect(parseVarFiles('nope.hcl\nvars/prod.json\n../x.hcl', places)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/`nope\.hcl`.*; .*`\.\.\/x\.hcl`/),
    });
  });

  test.each(['..data/x.pkrvars.hcl', '..x.hcl'])('can have a name with two dots in front: %s', (written) => {
    expect(parseVarFiles(written, places).ok).toBe(true);
  });
});

describe('a file to write', () => {
  test.each(['', '  \n'])('is none for %j', (text) => {
    expect(parseDestination(text, places)).toEqual({ ok: true, value: '' });
  });

  test.each(['infra/images.auto.tfvars.json', './x.json', 'near/new.json', 'a/../b.json'])(
    'is in the repository: %s',
    (written) => {
      expect(parseDestination(written, places)).toEqual({ ok: true, value: path.join(workspace, written) });
    },
  );

  test("is in the runner's temporary folder", () => {
    const file = path.join(temporary, 'deep', 'manifest.json');
    expect(parseDestination(file, places)).toEqual({ ok: true, value: file });
  });

  test.each([
    '../x.json',
    '/etc/x.json',
    'away/x.json',
    'away/new/folder/x.json',
    'near/../../outside/x.json',
    '.',
    '..',
  ])('is nowhere else: %s', (written) => {
    expect(parseDestination(written, places)).toMatchObject({
      ok: false,
      problem: expect.stringContaining(`\`${written}\``),
    });
  });

  test('is not where a symbolic link leads out of the repository, even when nothing is there yet', () => {
    expect(parseDestination('dangling.json', places).ok).toBe(false);
  });

  test('is not a folder', () => {
    expect(parseDestination('vars', places).ok).toBe(false);
  });
});
