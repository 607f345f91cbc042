import { expect, test } from 'vitest';
import { agrees } from '../../../src/template/agreement.ts';
import { bodyFromJson } from '../../../src/template/json-body.ts';
import { loadParsers } from '../../../src/template/parsers.ts';
import { readTree } from '../../../src/template/tree.ts';

const TEXT = `
packer {
  required_plugins {
    amazon = {
      source = "github.com/hashicorp/amazon"
    }
  }
}
source "amazon-ebs" "a" {
  region = "one"
}
source "amazon-ebs" "b" {
  region = var.region
  tag {
    key = "k"
  }
}
build {
  sources = ["source.amazon-ebs.a"]
  provisioner "shell" {
    inline = ["a", "b \${var.x}"]
  }
}
`;

async function both(text: string) {
  const { parseTree, parseJson } = await loadParsers();
  const tree = parseTree(text);
  const reading = parseJson(text);
  if (tree === undefined || reading.kind !== 'accepted') throw new Error('the text is not readable');
  return { body: readTree({ path: 'a.pkr.hcl', text }, tree).body, json: reading.json };
}

test('both readings of a file agree', async () => {
  const { body, json } = await both(TEXT);
  expect(agrees(body, json)).toBe(true);
});

test('HCL composes characters; that is no difference', async () => {
  const { body, json } = await both('a = "e\u0301"\n');
  expect(agrees(body, json)).toBe(true);
});

test.each([
  ['another source', 'github.com/hashicorp/amazon', 'github.com/evil/amazon'],
  ['another attribute', 'region = "one"', 'zone = "one"'],
  ['a block more', 'build {', 'build {}\nbuild {'],
  ['a block less', 'tag {\n    key = "k"\n  }', ''],
  ['another label', '"b"', '"c"'],
  ['a command more', '["a", ', '["a", "c", '],
])('they do not where one of them sees %s', async (_what, from, to) => {
  const { body } = await both(TEXT);
  const { json } = await both(TEXT.replace(from, to));
  expect(agrees(body, json)).toBe(false);
});

test('a body from JSON alone has the same blocks, at their lines', async () => {
  const { json } = await both(TEXT);
  const body = bodyFromJson('a.pkr.hcl', TEXT, json);
  expect(body.blocks.map(({ type, labels, range }) => [type, ...labels, range.line])).toEqual([
    ['build', 18],
    ['packer', 2],
    ['source', 'amazon-ebs', 'a', 9],
    ['source', 'amazon-ebs', 'b', 12],
  ]);
  const shell = body.blocks[0]?.body.blocks[0];
  expect(shell).toMatchObject({ type: 'provisioner', labels: ['shell'], range: { line: 20 } });
  expect(shell?.body.attributes[0]).toMatchObject({ name: 'inline', range: { line: 21 } });
});
