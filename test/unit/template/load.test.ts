import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTemplate } from '../../../src/template/load.ts';

let top = '';
let root = '';

beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'packer-ci-'));
  root = join(top, 'repository');
  await mkdir(join(root, 'images/dir.pkr.hcl'), { recursive: true });
  await writeFile(join(root, 'images/web.pkr.hcl'), 'build {}\n');
  await writeFile(join(root, 'images/large.pkr.hcl'), Buffer.alloc(2 * 1024 * 1024));
  await writeFile(join(top, 'secret'), 'root:x\n');
  await symlink('web.pkr.hcl', join(root, 'images/inner.pkr.hcl'));
  await symlink(join(top, 'secret'), join(root, 'images/outer.pkr.hcl'));
});

afterAll(() => rm(top, { recursive: true }));

function load(path: string) {
  return loadTemplate({ name: 'images', root, files: [path], varFiles: [], variables: {} });
}

test.each(['images/web.pkr.hcl', 'images/inner.pkr.hcl'])('loads %s', async (path) => {
  const { files, refused } = await load(path);
  expect(refused).toEqual([]);
  expect(files.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['build {}\n']);
});

test.each([
  ['images/dir.pkr.hcl', 'is not a file'],
  ['images/outer.pkr.hcl', 'leads out of the repository'],
  ['../secret', 'leads out of the repository'],
  ['images/large.pkr.hcl', '2.0 MiB'],
  ['images/none.pkr.hcl', 'cannot be read'],
])('refuses %s, which %s', async (path, what) => {
  const { files, refused } = await load(path);
  expect(files).toEqual([]);
  expect(refused).toMatchObject([{ severity: 'error', rule: 'packer', at: { file: path } }]);
  expect(refused?.[0]?.what).toContain(what);
});
