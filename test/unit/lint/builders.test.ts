import { expect, test } from 'vitest';
import { builders, steps } from '../../../src/lint/builders.ts';
import { commands, pipelines } from '../../../src/lint/commands.ts';
import { readText } from '../template/reading.ts';

const SOURCE = 'source "amazon-ebs" "web" { region = "a" }\n';

async function regions(build: string) {
  const { model } = await readText(`${SOURCE}${build}\n`);
  return builders(model, /^amazon-ebs$/).map(({ name, attributes }) => [
    name,
    ...attributes.map((attribute) => attribute.name),
  ]);
}

test.each([
  ['is not built', '', [['region']]],
  ['is built plainly', 'build { sources = ["source.amazon-ebs.web"] }', [['region']]],
  ['is only renamed', 'build {\n  source "amazon-ebs.web" { name = "x" }\n}', [['region']]],
  [
    'is extended',
    'build {\n  source "source.amazon-ebs.web" { encrypt_boot = true }\n}',
    [['region', 'encrypt_boot']],
  ],
  [
    'is built plainly and extended',
    'build {\n  sources = [source.amazon-ebs.web]\n  source "amazon-ebs.web" { a = 1 }\n}',
    [['region'], ['region', 'a']],
  ],
  [
    'is extended twice',
    'build {\n  source "amazon-ebs.web" { a = 1 }\n}\nbuild {\n  source "amazon-ebs.web" { b = 1 }\n}',
    [
      ['region', 'a'],
      ['region', 'b'],
    ],
  ],
  ['is not the one extended', 'build {\n  source "amazon-ebs.other" { a = 1 }\n}', [['region']]],
])('a source that %s', async (_what, build, expected) => {
  expect(await regions(build)).toEqual(expected.map((names) => ['amazon-ebs.web', ...names]));
});

test('steps are found at any depth, with their commands a line each', async () => {
  const { model } = await readText(`build {
  provisioner "shell" {
    inline = ["a", <<-EOT
      # not a command
      b \\
        --flag
      c \${var.x}
    EOT
    ]
  }
  provisioner "shell-local" { command = "d" }
  error-cleanup-provisioner "shell" { inline = local.none }
  post-processors {
    post-processor "shell-local" { inline = ["e"] }
  }
}
`);
  expect(steps(model).map(({ kind, type }) => `${kind} ${type}`)).toEqual([
    'provisioner shell',
    'provisioner shell-local',
    'provisioner shell',
    'post-processor shell-local',
  ]);
  expect(commands(model).map(({ text, at }) => [text, at.line])).toEqual([
    ['a', 3],
    ['b --flag', 3],
    ['c ${var.x}', 3],
    ['d', 11],
    ['${local.none}', 12],
    ['e', 14],
  ]);
});

test('a command line falls into pipelines', () => {
  expect(pipelines('a | b && c || d; e |& f')).toEqual([['a ', ' b '], [' c '], [' d'], [' e ', ' f']]);
});
