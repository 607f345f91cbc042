import { expect, test } from 'vitest';
import { readTemplate } from '../../../src/template/read.ts';
import { attributeOfX, file, readText, shape } from './reading.ts';

test('blocks keep their order, labels and places', async () => {
  const text =
    'source "amazon-ebs" "web" {\n  region = "r" # why\n\n  tag {\n    key = "k"\n  }\n}\nbuild {}\n';
  const { model } = await readText(text);
  expect(model.blocks.map(shape)).toEqual([
    ['source amazon-ebs web', { region: 'r' }, [['tag', { key: 'k' }, []]]],
    ['build', {}, []],
  ]);
  const [source] = model.blocks;
  const at = { file: 'a.pkr.hcl' };
  expect(source?.header).toEqual({ ...at, line: 1, column: 1, endLine: 1, endColumn: 28 });
  expect(source?.range).toMatchObject({ line: 1, endLine: 7, endColumn: 2 });
  expect(source?.attributes[0]?.range).toEqual({ ...at, line: 2, column: 3, endLine: 2, endColumn: 15 });
  expect(source?.attributes[0]?.valueRange).toMatchObject({ line: 2, column: 12, endColumn: 15 });
  expect(model.comments).toEqual([{ file: 'a.pkr.hcl', line: 2, text: '# why' }]);
  expect(model.files).toEqual([{ path: 'a.pkr.hcl', text }]);
  expect(model.complete).toBe(true);
});

test('a dynamic block is a block of its type; what hangs on the iterator is unknown', async () => {
  const { model } = await readText(
    'x {\n  dynamic "tag" {\n    for_each = var.t\n    content {\n      key = tag.key\n      on = true\n    }\n  }\n}\n',
  );
  const tag = model.blocks[0]?.blocks[0];
  expect(tag).toMatchObject({ type: 'tag', labels: [], dynamic: true, header: { line: 2 } });
  expect(tag?.attributes.map(({ name, value }) => [name, value.kind])).toEqual([
    ['key', 'unknown'],
    ['on', 'bool'],
  ]);
});

test('all files of a template are one model', async () => {
  const read = await readTemplate({
    name: 't',
    files: [file('a.pkr.hcl', 'x { v = local.v }\n'), file('b.pkr.hcl', 'locals { v = "b" }\n')],
    varFiles: [],
    variables: {},
  });
  expect(attributeOfX(read, 'v').value).toMatchObject({
    kind: 'string',
    text: 'b',
    at: { file: 'b.pkr.hcl' },
  });
});

test.each([
  ['a byte order mark', '\ufeffx {\n  v = "1"\n}\n', 2],
  ['CR-LF', 'x {\r\n  # c\r\n  v = <<E\r\na\r\nE\r\n}\r\n', 3],
  ['a number that the grammar lacks', 'x {\n  v = 1e5\n}\n', 2],
  ['a key in parentheses after a name', 'x {\n  v = { a = b\n    (c) = 1 }\n}\n', 2],
  ['a NUL in a string', 'x {\n  v = "a\0b"\n}\n', 2],
  ['no line feed at the end', 'x { v = 1 }', 1],
])('reads %s without a word', async (_what, text, line) => {
  const read = await readText(text);
  expect(read.findings).toEqual([]);
  expect(read.model.complete).toBe(true);
  expect(attributeOfX(read, 'v').range.line).toBe(line);
});

test('loading the parsers leaves the global object as it was', async () => {
  const before = [Error.stackTraceLimit, Object.hasOwn(globalThis, 'require')];
  await readText('');
  expect([Error.stackTraceLimit, Object.hasOwn(globalThis, 'require')]).toEqual(before);
});
