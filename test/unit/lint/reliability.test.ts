import { expect, test } from 'vitest';
import { lint } from '../../../src/lint/lint.ts';
import { RULES } from '../../../src/lint/registry.ts';
import { readText } from '../template/reading.ts';
import { linesOf, OPTIONS } from './linting.ts';

const source = (body: string, type = 'amazon-ebs') => `source "${type}" "web" {\n  ${body}\n}\n`;

test.each([
  ['a literal', source('ami_name = "web-golden"'), [2]],
  ['a variable with a default', `${source('ami_name = var.x')}variable "x" { default = "web" }\n`, [2]],
  ['a local of literals', `${source('ami_name = "${local.x}-base"')}locals { x = "web" }\n`, [2]],
  ['the name of the source', source('ami_name = "${source.name}-base"'), [2]],
  ['the name of the build', source('ami_name = "{{build_name}}-base"'), [2]],
  ['a function of literals', source('ami_name = replace("my web", " ", "-")'), [2]],
  [
    'a build that overrides it',
    `${source('ami_name = "web-{{uuid}}"')}build {\n  source "amazon-ebs.web" {\n    ami_name = "web"\n  }\n}\n`,
    [6],
  ],
  ['a variable without a default', `${source('ami_name = "web-${var.x}"')}variable "x" {}\n`, []],
  [
    'a variable with an empty default',
    `${source('ami_name = "web${var.x}"')}variable "x" { default = "" }\n`,
    [],
  ],
  [
    'a version with a default',
    `${source('ami_name = "web-${var.version}"')}variable "version" { default = "1.0" }\n`,
    [],
  ],
  ['a timestamp', source('ami_name = "web-${formatdate("YYYY", timestamp())}"'), []],
  [
    'a timestamp in a local',
    `${source('ami_name = "web-${local.t}"')}locals { t = regex_replace(timestamp(), ":", "") }\n`,
    [],
  ],
  ['a uuid', source('ami_name = "web-${uuidv4()}"'), []],
  ['{{timestamp}}', source('ami_name = "web-{{timestamp}}"'), []],
  ['{{isotime}}', source('ami_name = "web-{{isotime `2006`}}"'), []],
  ['{{uuid}} in a local', `${source('ami_name = local.n')}locals { n = "web-{{uuid}}" }\n`, []],
  ['data', source('ami_name = "web-${data.amazon-ami.base.id}"'), []],
  ['a choice', `${source('ami_name = var.x == "" ? "a" : "b"')}variable "x" { default = "" }\n`, []],
  ['an AMI that replaces the old one', source('ami_name = "web"\n  force_deregister = true'), []],
  ['no AMI', source('ami_name = "web"\n  skip_create_ami = true'), []],
  ['another builder', source('ami_name = "web"', 'amazon-ebsvolume'), []],
])('PKR701 on %s', async (_what, text, lines) => {
  expect(await linesOf('PKR701', text)).toEqual(lines);
});

test('PKR701 leaves a name whose variable was given', async () => {
  const text = `${source('ami_name = "web-${var.x}"')}variable "x" { default = "local" }\n`;
  const { model } = await readText(text, { x: '4711' });
  expect(lint(model, RULES, OPTIONS).map(({ rule }) => rule)).not.toContain('PKR701');
});

const regions = 'region = "a"\n  ami_regions = ["a", "b"]';

test.each([
  ['PKR702', source('force_deregister = "true"\n  force_delete_snapshot = true'), [2, 3]],
  ['PKR702', source('force_deregister = var.force'), []],
  ['PKR702', `${source('force_deregister = var.f')}variable "f" { default = true }\n`, [2]],
  ['PKR703', source('region = "a"'), [1]],
  ['PKR703', source('shutdown_behavior = "stop"'), [2]],
  ['PKR703', source('shutdown_behavior = "terminate"'), []],
  ['PKR703', source('shutdown_behavior = var.behavior'), []],
  ['PKR703', source('disable_stop_instance = true'), []],
  ['PKR703', source('spot_price = "auto"'), []],
  ['PKR703', source('region = "a"', 'amazon-chroot'), []],
  ['PKR704', source('region = "a"'), [1]],
  ['PKR704', source('run_tags = {}'), [2]],
  ['PKR704', source('run_tags = null'), [2]],
  ['PKR704', source('run_tags = { Name = "packer", Base = "{{ .SourceAMI }}" }'), [2]],
  ['PKR704', source('run_tags = { Name = "packer-${source.name}" }'), [2]],
  ['PKR704', source('run_tags = { Name = "packer-{{timestamp}}" }'), []],
  ['PKR704', source('run_tags = { Name = "packer-${uuidv4()}" }'), []],
  ['PKR704', source('run_tags = { Owner = var.owner }'), []],
  ['PKR704', `${source('run_tags = { build_id = var.b }')}variable "b" { default = "0" }\n`, []],
  ['PKR704', `${source('run_tags = { GitCommit = "none" }')}`, []],
  ['PKR704', source('run_tags = merge(var.tags, { Name = "x" })'), []],
  ['PKR704', `${source('run_tags = local.tags')}locals { tags = { Name = "x" } }\n`, [2]],
  ['PKR704', source('run_tag {\n    key = "Name"\n    value = "x"\n  }'), [2]],
  ['PKR704', source('run_tag {\n    key = "run-id"\n    value = "x"\n  }'), []],
  ['PKR704', source('dynamic "run_tag" {\n    for_each = var.tags\n    content {}\n  }'), []],
  [
    'PKR704',
    `${source('region = "a"')}build {\n  source "amazon-ebs.web" {\n    run_tags = { run_id = var.id }\n  }\n}\n`,
    [],
  ],
  ['PKR704', source('region = "a"', 'amazon-chroot'), []],
  ['PKR705', source(regions), [3]],
  ['PKR705', source(`${regions}\n  aws_polling {\n    delay_seconds = 30\n  }`), [4]],
  [
    'PKR705',
    source(`${regions}\n  aws_polling {\n    delay_seconds = 30\n    max_attempts = var.n\n  }`),
    [],
  ],
  ['PKR705', source('encrypt_boot = true'), [2]],
  ['PKR705', source('encrypt_boot = false'), []],
  ['PKR705', source('encrypt_boot = var.encrypt\n  ami_regions = var.regions'), []],
  ['PKR705', source('region = "a"\n  ami_regions = ["a"]'), []],
  ['PKR705', source('region = var.r\n  ami_regions = [var.r]'), []],
  ['PKR705', source('ami_regions = []'), []],
  ['PKR705', source('aws_polling {\n    max_attempts = 60\n  }'), []],
] as const)('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});
