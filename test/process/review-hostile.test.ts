import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { awsEnvironment } from '../support/environment.ts';
import { createRepository } from '../support/repository.ts';
import { runAction, type StepResult } from '../support/runner.ts';
import { createStandIn } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/temporary.ts';

const BAD = 'images/bad/main.pkr.hcl';
const OTHER = 'images/other/main.pkr.hcl';

/** Reviews a repository with a template that has one fault of its own, and something else that `add` puts there. */
async function review(
  add: (root: string) => void,
  inputs: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const { root } = await createRepository({ [OTHER]: 'build {\n}\n', 'images/bad/README.md': '' });
  add(root);
  const { PATH } = createStandIn([]);
  return runAction({
    workspace: root,
    with: { mode: 'validate', init: 'false', checks: 'lint', ...inputs },
    env: { ...awsEnvironment('http://127.0.0.1:9'), PATH },
  });
}

const withBytes =
  (content: string | Uint8Array, file = BAD) =>
  (root: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };

/** It ended as a step ends, and told of the other template all the same. */
function expectOtherReported(run: StepResult): void {
  expect(run.log).not.toContain('This is a bug in packer-ci');
  expect(run.exitCode).toBe(1);
  expect(run.outputs['failure-reason']).toMatch(/^(lint|validate)$/);
  expect(run.annotations).toContainEqual(expect.objectContaining({ title: 'PKR901', file: OTHER, line: 1 }));
}

const text = (bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);
const encoded = (line: string): readonly number[] => [...new TextEncoder().encode(line)];

describe('a file that cannot be read as HCL gets a finding at its place, and hides no other template', () => {
  it.each([
    { title: 'an unclosed block', content: 'locals {\n  a = 1\n', line: 1, says: 'not valid HCL' },
    { title: 'an unclosed string', content: 'locals {\n  a = "x\n}\n', line: 2, says: 'not valid HCL' },
    {
      title: 'an unclosed heredoc',
      content: 'locals {\n  a = <<EOT\nx\n}\n',
      line: 2,
      says: 'not valid HCL',
    },
    {
      title: 'an unclosed interpolation',
      content: 'locals {\n  a = "${1"\n}\n',
      line: 2,
      says: 'not valid HCL',
    },
    { title: 'an unclosed comment', content: 'locals {}\n/* x\n', line: 2, says: 'not valid HCL' },
    { title: 'a closing bracket too many', content: 'locals {}\n}\n', line: 2, says: 'not valid HCL' },
    { title: 'another language', content: '<?php echo 1; ?>\n', line: 1, says: 'not valid HCL' },
    {
      title: '3,000 nested brackets',
      content: `a = ${'['.repeat(3000)}${']'.repeat(3000)}\n`,
      line: 1,
      says: 'nested',
    },
    {
      title: '3,000 nested blocks',
      content: `${'a {\n'.repeat(3000)}${'}\n'.repeat(3000)}`,
      line: 101,
      says: 'nested',
    },
    {
      title: '3,000 nested interpolations',
      content: `a = ${'"${'.repeat(3000)}1${'}"'.repeat(3000)}\n`,
      line: 1,
      says: 'nested',
    },
    { title: '5 MB', content: `# ${'x'.repeat(5 * 1024 * 1024)}\n`, line: 1, says: '1 MiB' },
    {
      title: '5 MB in one line of code',
      content: `locals { a = [${'1,'.repeat(2_600_000)}] }\n`,
      line: 1,
      says: '1 MiB',
    },
    {
      title: 'bytes that are not UTF-8',
      content: text([...encoded('locals {\n  a = "'), 0xff, 0xfe, ...encoded('"\n}\n')]),
      line: 2,
      says: 'UTF-8',
    },
    {
      title: 'UTF-16',
      content: text([0xff, 0xfe, ...encoded('locals {}').flatMap((byte) => [byte, 0])]),
      line: 1,
      says: 'UTF-8',
    },
    {
      title: 'bytes of a program',
      content: text(Array.from({ length: 4096 }, (_, at) => (at * 7) % 256)),
      line: 1,
      says: '',
    },
  ])('$title', async ({ content, line, says }) => {
    const run = await review(withBytes(content));

    expectOtherReported(run);
    const mine = run.annotations.filter(({ file }) => file === BAD);
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.map(({ message }) => message).join('\n')).toContain(says);
    expect(mine.map((one) => one.line)).toContain(line);
  });
});

describe('a file that is only unusual is read as any other, at the right lines', () => {
  it.each([
    { title: 'a byte order mark', content: '\ufeffbuild {\n}\n', line: 1 },
    { title: 'CR-LF', content: '# one\r\n# two\r\nbuild {\r\n}\r\n', line: 3 },
    { title: 'no line end at its end', content: '# one\nbuild {}', line: 2 },
    { title: '5,000 empty lines', content: `${'\n'.repeat(5000)}build {\n}\n`, line: 5001 },
  ])('$title', async ({ content, line }) => {
    const run = await review(withBytes(content));

    expectOtherReported(run);
    expect(run.annotations).toContainEqual(expect.objectContaining({ title: 'PKR901', file: BAD, line }));
    for (const mine of run.annotations.filter(({ file }) => file === BAD)) expect(mine.line).toBe(line);
  });

  it.each([
    { title: 'nothing in it', content: '' },
    { title: 'only blanks', content: '\n\n  \t\n' },
    { title: 'only comments', content: '# nothing\n' },
  ])('$title: no finding', async ({ content }) => {
    const run = await review(withBytes(content));

    expectOtherReported(run);
    expect(run.annotations.filter(({ file }) => file === BAD)).toEqual([]);
    expect(run.outputs.templates).toBe('["images/bad","images/other"]');
  });
});

describe('what is no file', () => {
  it('a directory called like a template gets a finding', async () => {
    const run = await review((root) => mkdirSync(join(root, 'images/bad/x.pkr.hcl')));

    expectOtherReported(run);
    expect(run.annotations).toContainEqual(
      expect.objectContaining({
        file: 'images/bad/x.pkr.hcl',
        message: expect.stringContaining('is not a file'),
      }),
    );
  });

  it('a link out of the repository is named and not read, and hides no other template', async () => {
    const secret = join(temporaryFolder('outside'), 'secret.pkr.hcl');
    writeFileSync(secret, 'locals { a = "do-not-show-this" }\nbuild {\n}\n');
    const run = await review((root) => symlinkSync(secret, join(root, BAD)));

    expect(run.exitCode).toBe(1);
    expect(run.log).toContain(BAD);
    for (const shown of [run.log, run.summary]) expect(shown).not.toContain('do-not-show-this');
    expectOtherReported(run);
  });

  it('a link to a file of the runner’s shows nothing of it', async () => {
    const run = await review((root) => symlinkSync('/etc/passwd', join(root, BAD)));

    expect(run.exitCode).toBe(1);
    for (const shown of [run.log, run.summary]) expect(shown).not.toContain('root:');
  });

  it('a link within the repository is read', async () => {
    const run = await review((root) => symlinkSync('../other/main.pkr.hcl', join(root, BAD)));

    expectOtherReported(run);
    expect(run.annotations.filter(({ title }) => title === 'PKR901').map(({ file }) => file)).toEqual([
      BAD,
      OTHER,
    ]);
  });

  it.each([
    { title: 'that leads nowhere', target: 'nothing.pkr.hcl' },
    { title: 'to itself', target: 'main.pkr.hcl' },
  ])('a link $title is passed over', async ({ target }) => {
    const run = await review((root) => symlinkSync(target, join(root, BAD)));

    expectOtherReported(run);
    expect(run.outputs.templates).toBe('["images/other"]');
  });

  it('a variable file that is a link out of the repository is named and not read', async () => {
    const secret = join(temporaryFolder('outside'), 'secret.hcl');
    writeFileSync(secret, 'a = "do-not-show-this"\n');
    const run = await review((root) => {
      withBytes('variable "a" {}\n')(root);
      symlinkSync(secret, join(root, 'images/bad/x.auto.pkrvars.hcl'));
    });

    expectOtherReported(run);
    expect(run.annotations.map(({ file }) => file)).toContain('images/bad/x.auto.pkrvars.hcl');
    for (const shown of [run.log, run.summary]) expect(shown).not.toContain('do-not-show-this');
  });
});

describe('names', () => {
  it.each(['with blank', 'a,b:c', '%25', 'ünï✓', "quo'te", 'a=b', '-v', '#1', 'a\nb'])(
    'of folders such as `%s` stand whole in the places',
    async (name) => {
      const file = `images/${name}/main.pkr.hcl`;
      const run = await review(withBytes('build {\n}\n', file));

      expectOtherReported(run);
      expect(run.annotations).toContainEqual(expect.objectContaining({ title: 'PKR901', file, line: 1 }));
    },
  );
});
