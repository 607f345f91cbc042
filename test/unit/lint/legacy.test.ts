import { expect, test } from 'vitest';
import { lint } from '../../../src/lint/lint.ts';
import { RULES } from '../../../src/lint/registry.ts';
import { readTemplate } from '../../../src/template/read.ts';
import { file } from '../template/reading.ts';
import { linesOf, lintText, OPTIONS } from './linting.ts';

const name = (text: string) => `source "amazon-ebs" "web" {\n  ami_name = ${text}\n}\n`;
const builds = (body: string) => `build {\n  ${body}\n}\n`;

/** What everybody copies from the first tutorial they find. */
const SEED = `source "amazon-ebs" "example" {
  ami_name      = "myapp-ami-{{timestamp}}"
  instance_type = "t3.micro"
  region        = "us-east-1"
  source_ami_filter {
    filters = {
      name                = "ubuntu/images/*ubuntu-jammy-22.04-amd64-server-*"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
    most_recent = true
    owners      = ["099720109477"]
  }
  ssh_username = "ubuntu"
}

build {
  provisioner "shell" {
    inline = [
      "sudo apt-get update",
      "sudo apt-get install -y nginx",
    ]
  }
}
`;

test('the template that everyone copies yields each of its faults at its line', async () => {
  const findings = await lintText(SEED);
  const places = findings.map(({ rule, severity, at }) => `${at?.line} ${rule} ${severity}`);
  expect(places).toEqual(
    expect.arrayContaining([
      '1 PKR101 error',
      '1 PKR104 warning',
      '1 PKR703 notice',
      '1 PKR704 warning',
      '2 PKR902 notice',
      '17 PKR901 error',
    ]),
  );
  const rules = findings.map(({ rule }) => rule);
  for (const silent of [
    'PKR105',
    'PKR601',
    'PKR602',
    'PKR603',
    'PKR701',
    'PKR702',
    'PKR705',
    'PKR903',
    'PKR904',
  ])
    expect(rules).not.toContain(silent);
});

test.each([
  ['PKR901', builds(''), [1]],
  ['PKR901', builds('name = "x"\n  hcp_packer_registry {}'), [1]],
  ['PKR901', builds('sources = []'), [2]],
  ['PKR901', builds('sources = ["source.amazon-ebs.web"]'), []],
  ['PKR901', builds('sources = var.sources'), []],
  ['PKR901', builds('source "amazon-ebs.web" {}'), []],
  [
    'PKR901',
    builds('dynamic "source" {\n    for_each = var.x\n    labels = ["amazon-ebs.web"]\n    content {}\n  }'),
    [],
  ],
  ['PKR901', name('"x"'), []],
  ['PKR902', name('"web-{{isotime \\"2006-01-02\\"}}"'), [2]],
  ['PKR902', name('"web-{{ isotime `2006` | clean_resource_name }}"'), [2]],
  ['PKR902', name('"web-{{clean_resource_name (timestamp)}}"'), [2]],
  ['PKR902', name('"web-{{uuid}}"'), [2]],
  ['PKR902', 'locals {\n  n = "x-{{timestamp}}"\n}\n', [2]],
  ['PKR902', `${name('local.n')}locals {\n  n = "x-{{timestamp}}"\n}\n`, [5]],
  ['PKR902', name('"web-${formatdate("YYYY", timestamp())}"'), []],
  ['PKR903', name('"{{user `n`}}-{{ user \\"m\\" }}"'), [2, 2]],
  [
    'PKR903',
    'build {\n  provisioner "shell" {\n    inline = [\n      "a",\n      "echo {{user `x`}}",\n    ]\n  }\n}\n',
    [5],
  ],
  [
    'PKR903',
    'build {\n  provisioner "shell" {\n    inline = [<<-EOT\n      a\n      echo {{user `x`}}\n    EOT\n    ]\n  }\n}\n',
    [5],
  ],
  ['PKR903', name('"{{ user }}"'), []],
  ['PKR903', 'variable "x" {\n  description = "was {{user `x`}}"\n}\n', []],
  ['PKR904', 'variable "home" {\n  default = "{{env `HOME`}}"\n}\n', [2]],
  ['PKR904', name('"{{vault `/secret/x` `y`}}{{consul_key `k`}}{{aws_secretsmanager `s` `k`}}"'), [2, 2, 2]],
  ['PKR904', name('"{{template_dir}}/x"'), [2]],
  ['PKR904', 'variable "home" {\n  default = env("HOME")\n}\n', []],
] as const)('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});

test.each([
  '{{ .Vars }} sudo -E bash {{ .Path }}',
  '{{ .Image }}',
  'http://{{ .HTTPIP }}:{{ .HTTPPort }}/x',
  '{{ .BuildName }}-{{build_name}}-{{build_type}}',
  '{{ build `ID` }}',
  '{{ .Timestamp }}',
  "{{ lookup('env', 'HOME') }}",
  '{{ ansible_env.uuid }}',
  '{{ item.user }}',
  '$${env}',
])('the rules of the old language leave %s', async (text) => {
  for (const id of ['PKR902', 'PKR903', 'PKR904']) {
    expect(await linesOf(id, name(JSON.stringify(text)))).toEqual([]);
  }
});

test('what a variable file writes in the old language is reported there', async () => {
  const { model } = await readTemplate({
    name: 't',
    files: [file('a.pkr.hcl', `variable "n" {}\n${name('var.n')}`)],
    varFiles: [file('b.pkrvars.hcl', '\nn = "web-{{timestamp}}"\n')],
    variables: {},
  });
  const found = lint(model, RULES, OPTIONS).filter(({ rule }) => rule === 'PKR902');
  expect(found).toMatchObject([{ at: { file: 'b.pkrvars.hcl', line: 2 } }]);
});
