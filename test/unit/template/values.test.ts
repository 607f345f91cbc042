import { expect, test } from 'vitest';
import { readTemplate } from '../../../src/template/read.ts';
import { attributeOfX, file, plain, readText } from './reading.ts';

const DEFINITIONS = `
variable "region" { default = "eu-west-1" }
variable "size" {
  type    = number
  default = 8
}
variable "secret" { type = string }
variables { team = "web" }
locals {
  name = "\${var.team}-\${var.region}"
  now  = timestamp()
  tags = { Team = var.team, "a:b" = local.now }
  list = ["a", local.name]
}
local "one" { expression = local.list }
`;

test.each([
  ['"plain"', 'plain'],
  ['"\\u00e9\\n\\"$${x} %%{y}"', 'é\n"${x} %{y}'],
  ['-12', -12],
  ['true', true],
  ['null', null],
  ['var.region', 'eu-west-1'],
  ['"${var.size}"', 8],
  ['"size ${var.size}"', 'size 8'],
  ['local.name', 'web-eu-west-1'],
  ['local.one', ['a', 'web-eu-west-1']],
  ['local.one[1]', 'web-eu-west-1'],
  ['local.tags["Team"]', 'web'],
  ['local.tags', { Team: 'web', 'a:b': { unknown: '${timestamp()}' } }],
  ['{ (var.team) = 1, plain = 2, "${local.now}-x" = 3 }', { web: 1, plain: 2, '${timestamp()}-x': 3 }],
  ['"${var.team}-${timestamp()}"', { unknown: 'web-${timestamp()}' }],
  ['concat(["a"], local.one)', ['a', 'a', 'web-eu-west-1']],
  ['merge({ a = 1 }, { a = 2, b = 3 })', { a: 2, b: 3 }],
  ['join(",", local.one)', 'a,web-eu-west-1'],
  ['format("%s-%d%%", lower("A"), var.size)', 'a-8%'],
  ['upper(var.team)', 'WEB'],
  ['format("%05d", 1)', { unknown: '${format("%05d", 1)}' }],
  ['concat(local.one...)', { unknown: '${concat(local.one...)}' }],
  ['var.secret', { unknown: '${var.secret}' }],
  ['var.size > 7 ? 1 : 2', { unknown: '${var.size > 7 ? 1 : 2}' }],
  ['[for r in ["a"] : r]', { unknown: '${[for r in ["a"] : r]}' }],
  ['<<EOT\n  a $${x}\\n\nb\nEOT', '  a ${x}\\n\nb\n'],
  ['<<-EOT\n    a\n      ${var.team}\n\n    b\n    EOT', 'a\n  web\n\nb\n'],
  ['"a%{ if true }b%{ endif }"', { unknown: 'a${%{ if true }b%{ endif }}' }],
])('evaluates %s', async (expression, expected) => {
  const read = await readText(`${DEFINITIONS}\nx {\n  v = ${expression}\n}\n`);
  expect(read.findings).toEqual([]);
  expect(plain(attributeOfX(read, 'v').value)).toEqual(expected);
});

test('tells what an expression depends on, through locals', async () => {
  const read = await readText(
    `${DEFINITIONS}\nx {\n  v = "\${local.tags.Team} \${data.amazon-ami.base.id}"\n}\n`,
  );
  const attribute = attributeOfX(read, 'v');
  expect(attribute.references).toEqual(['local.tags', 'var.team', 'local.now', 'data.amazon-ami.base.id']);
  expect(attribute.calls).toEqual(['timestamp']);
  expect(attribute.source).toBe('"${local.tags.Team} ${data.amazon-ami.base.id}"');
});

test('a given value beats a variable file, a later file an earlier one, a file the default', async () => {
  const text =
    'variable "a" { default = "1" }\nvariable "b" { default = "1" }\nvariable "c" { default = "1" }\n';
  const read = await readTemplate({
    name: 't',
    files: [
      file('a.pkr.hcl', `${text}variable "n" { type = number }\nx { v = [var.a, var.b, var.c, var.n] }\n`),
    ],
    varFiles: [
      file('a.auto.pkrvars.hcl', 'b = "2"\nc = "2"\n'),
      file('b.pkrvars.json', '{\n  "c": "3"\n}\n'),
    ],
    variables: { c: '4', n: '5', undeclared: 'x' },
  });
  expect(plain(attributeOfX(read, 'v').value)).toEqual(['1', '2', '4', 5]);
  expect(read.model.assignments.map(({ name, range }) => [name, range.file, range.line])).toEqual([
    ['b', 'a.auto.pkrvars.hcl', 1],
    ['c', 'a.auto.pkrvars.hcl', 2],
    ['c', 'b.pkrvars.json', 2],
  ]);
});

test('definitions that go in circles, double without end or chain for ever are unknown', async () => {
  const doubling = Array.from({ length: 60 }, (_, i) => `d${i + 1} = "\${local.d${i}}\${local.d${i}}"`);
  const lists = Array.from({ length: 60 }, (_, i) => `l${i + 1} = [local.l${i}, local.l${i}]`);
  const chain = Array.from({ length: 5000 }, (_, i) => `c${i} = local.c${i + 1}`);
  const nested = Array.from({ length: 5000 }, (_, i) => `n${i + 1} = [local.n${i}]`);
  const lines = [
    'd0 = "x"',
    'l0 = "x"',
    'n0 = 1',
    'a = local.b',
    'b = local.a',
    ...doubling,
    ...lists,
    ...chain,
    ...nested,
  ];
  const values = '[local.a, local.d60, local.l60, local.c0, local.n5000]';
  const read = await readText(`locals {\n${lines.join('\n')}\n}\nx {\n  v = ${values}\n}\n`);
  const value = attributeOfX(read, 'v').value;
  expect(value.kind === 'list' && value.items.map(({ kind }) => kind)).toEqual(Array(5).fill('unknown'));
});
