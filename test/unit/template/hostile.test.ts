import { expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../../../src/template/decode.ts';
import { readTemplate } from '../../../src/template/read.ts';
import { file, readText } from './reading.ts';

/** Bytes as they are, one to a character. */
function latin1(text: string) {
  return { path: 'a.pkr.hcl', bytes: Uint8Array.from(text, (char) => char.charCodeAt(0)) };
}

function read(bytes: { readonly path: string; readonly bytes: Uint8Array }) {
  return readTemplate({ name: 't', files: [bytes], varFiles: [], variables: {} });
}

test.each([
  ['a block', 'build {\n  x {\n', 'the brace that begins here is never closed', 2],
  ['a string', 'a {\n  b = "x\n}\n', 'the string that begins here is never closed', 2],
  ['a heredoc', 'a {\n  b = <<EOT\nx\n}\n', 'the heredoc that begins here is never closed', 2],
  ['an interpolation', 'a {\n  b = "${x"\n}\n', 'never closed', 2],
  ['an expression', 'a {\n  b =\n}\n', '', 2],
  ['a stray word', 'a {\n  b = 1\n}\nfoo\n', '`foo` was not expected', 4],
  ['a stray bracket', 'a {\n  b = [1, 2}\n}\n', '', 2],
])('tells of %s left open or out of place, with its line', async (_what, text, what, line) => {
  const { findings, model } = await readText(text);
  expect(findings.length).toBeGreaterThan(0);
  expect(findings[0]).toMatchObject({ severity: 'error', rule: 'hcl', reason: 'validate', template: 't' });
  expect(findings[0]?.what).toContain(what);
  expect(Math.abs((findings[0]?.at?.line ?? 0) - line)).toBeLessThanOrEqual(1);
  expect(model).toMatchObject({ complete: false, blocks: [] });
});

test.each([
  ['brackets', `a = ${'['.repeat(3000)}`],
  ['braces', 'a {\n'.repeat(3000)],
  ['interpolations', `a = ${'"${'.repeat(3000)}`],
  ['operators', `a = ${'!'.repeat(20_000)}x\n`],
  ['conditions', `a = ${'x ? 1 : '.repeat(20_000)}1\n`],
  ['directives', `a = "${'%{if x}'.repeat(20_000)}${'%{endif}'.repeat(20_000)}"\n`],
])('refuses thousands of nested %s, and reads the next file well', async (_what, text) => {
  const { findings, model } = await readText(text);
  expect(findings.map(({ what }) => what)).toEqual([expect.stringContaining('nested far too deeply')]);
  expect(model.complete).toBe(false);
  expect((await readText('a { b = 1 }\n')).model.complete).toBe(true);
});

test.each([
  ['nothing', ''],
  ['white space', ' \n\t\n'],
  ['a comment', '# nothing'],
  ['100 levels', `a = ${'['.repeat(99)}${']'.repeat(99)}\n`],
  ['a chain of 400 operators', `a = ${'1 + '.repeat(400)}1\n`],
])('reads %s', async (_what, text) => {
  expect(await readText(text)).toMatchObject({ findings: [], model: { complete: true } });
});

test('refuses a file of 5 MB before looking into it', async () => {
  const large = file('a.pkr.hcl', 'a = "b"\n'.repeat(640_000));
  expect(large.bytes.length).toBeGreaterThan(MAX_FILE_BYTES);
  const { findings, model } = await read(large);
  expect(findings[0]?.what).toContain('4.9 MiB');
  expect(model.complete).toBe(false);
});

test('warns of bytes that are not UTF-8, and reads on', async () => {
  const { findings, model } = await read(latin1('a = 1\n# caf\xe9\nx {}\n'));
  expect(findings).toMatchObject([{ severity: 'warning', at: { line: 2 } }]);
  expect(model).toMatchObject({ complete: true, blocks: [{ type: 'x' }] });
});

test.each([
  ['NUL bytes', 'a = 1\n\0\0\nb = 2\n'],
  ['an image', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
])('gives a finding for %s', async (_what, text) => {
  expect((await read(latin1(text))).findings.length).toBeGreaterThan(0);
});

test('a template in JSON is refused', async () => {
  const { findings, model } = await read(file('a.pkr.json', '{"packer":{}}'));
  expect(findings).toMatchObject([{ severity: 'error', at: { file: 'a.pkr.json' } }]);
  expect(model.complete).toBe(false);
});

test('one bad file leaves the others readable', async () => {
  const files = [file('a.pkr.hcl', 'a {'), file('b.pkr.hcl', 'b {}\n')];
  const { model } = await readTemplate({
    name: 't',
    files,
    varFiles: [file('v.pkrvars.json', '{')],
    variables: {},
  });
  expect(model.blocks.map(({ type }) => type)).toEqual(['b']);
  expect(model.complete).toBe(false);
});
