import { expect, test } from 'vitest';
import { linesOf, lintText } from './linting.ts';
import { ebs, source } from './source-text.ts';

const mapping = (...lines: readonly string[]) => ['launch_block_device_mappings {', ...lines, '}'].join('\n');
const policy = (action: string, resource: string, effect = 'Allow') =>
  ebs(
    'temporary_iam_instance_profile_policy_document {',
    'Statement {',
    `Effect = "${effect}"`,
    `Action = [${action}]`,
    `Resource = [${resource}]`,
    '}',
    '}',
  );
const cleaned = (line: string) => `${ebs()}build {\n  provisioner "shell" {\n    ${line}\n  }\n}\n`;
const REGIONS = 'ami_regions = ["a", "b"]';
const SURROGATE = 'ami_root_device {\nsource_device_name = "/dev/xvdf"\ndevice_name = "/dev/xvda"\n}';

test.each([
  ['PKR501', ebs(), [1]],
  ['PKR501', ebs('encrypt_boot = "true"'), []],
  ['PKR501', ebs('encrypt_boot = null'), [2]],
  ['PKR501', `variable "e" {\n  default = true\n}\n${ebs('encrypt_boot = var.e')}`, []],
  ['PKR501', ebs('skip_create_ami = true'), []],
  ['PKR501', ebs(mapping('device_name = "/dev/sda1"', 'encrypted = true')), []],
  ['PKR501', ebs(mapping('device_name = "/dev/sda1"')), [1]],
  ['PKR501', ebs(mapping('device_name = "/dev/sdb"', 'encrypted = true')), [1]],
  ['PKR501', ebs(mapping('device_name = var.root', 'encrypted = true')), []],
  [
    'PKR501',
    source('amazon-ebssurrogate', SURROGATE, mapping('device_name = "/dev/xvdf"', 'encrypted = true')),
    [],
  ],
  [
    'PKR501',
    source('amazon-ebssurrogate', SURROGATE, mapping('device_name = "/dev/sda1"', 'encrypted = true')),
    [1],
  ],
  ['PKR501', source('amazon-chroot', 'root_volume_encrypt_boot = true'), []],
  ['PKR501', source('amazon-chroot'), [1]],
  ['PKR501', source('amazon-instance'), []],
  ['PKR501', source('amazon-ebsvolume'), []],
  ['PKR501', 'build {\n  post-processor "amazon-import" {}\n}\n', [2]],
  ['PKR501', 'build {\n  post-processor "amazon-import" {\n    ami_encrypt = true\n  }\n}\n', []],
  ['PKR501', `${ebs()}build {\n  source "amazon-ebs.web" {\n    encrypt_boot = true\n  }\n}\n`, []],
  ['PKR502', ebs(mapping('device_name = "/dev/sdb"')), [2]],
  ['PKR502', ebs(mapping('device_name = "/dev/sdb"', 'encrypted = false')), [4]],
  ['PKR502', ebs(mapping('device_name = "/dev/sdb"', 'encrypted = var.x')), []],
  ['PKR502', ebs(mapping('device_name = "/dev/sda1"')), []],
  ['PKR502', ebs(mapping('device_name = "/dev/sdb"', 'no_device = true')), []],
  ['PKR502', ebs(mapping('device_name = "/dev/sdb"', 'virtual_name = "ephemeral0"')), []],
  ['PKR502', ebs(mapping('device_name = "/dev/sdb"', 'snapshot_id = "snap-1"')), []],
  ['PKR502', ebs('encrypt_boot = true', mapping('device_name = "/dev/sdb"')), []],
  ['PKR502', ebs('encrypt_boot = true', 'ami_block_device_mappings {', 'device_name = "/dev/sdb"', '}'), [3]],
  ['PKR502', source('amazon-ebsvolume', 'ebs_volumes {', 'device_name = "/dev/xvda"', '}'), [2]],
  ['PKR502', source('amazon-ebsvolume', 'ebs_volumes {', 'encrypted = true', '}'), []],
  ['PKR502', source('amazon-ebssurrogate', SURROGATE, mapping('device_name = "/dev/xvdf"')), []],
  [
    'PKR502',
    ebs('dynamic "launch_block_device_mappings" {', 'content {', 'device_name = var.x', '}', '}'),
    [],
  ],
  ['PKR503', ebs('imds_support = "v1.0"'), [2]],
  ['PKR503', `locals { v = "v2.0" }\n${ebs('imds_support = local.v')}`, []],
  ['PKR503', source('amazon-chroot'), [1]],
  ['PKR503', source('amazon-ebsvolume'), []],
  ['PKR503', 'build {\n  post-processor "amazon-import" {}\n}\n', [2]],
  ['PKR504', ebs(), [1]],
  ['PKR504', source('amazon-ebsvolume'), [1]],
  ['PKR504', source('amazon-chroot'), []],
  ['PKR504', ebs('metadata_options {', 'http_endpoint = "enabled"', '}'), [2]],
  ['PKR504', ebs('metadata_options {', 'http_endpoint = "disabled"', '}'), []],
  ['PKR504', ebs('metadata_options {', 'http_tokens = var.x', '}'), []],
  [
    'PKR504',
    ebs('metadata_options {', 'http_tokens = "required"', 'http_put_response_hop_limit = 2', '}'),
    [],
  ],
  ['PKR505', ebs(REGIONS), []],
  ['PKR505', ebs(REGIONS, 'encrypt_boot = true', 'kms_key_id = "alias/a"', 'region = "a"'), [2]],
  ['PKR505', ebs('ami_regions = ["a"]', 'encrypt_boot = true', 'kms_key_id = "alias/a"', 'region = "a"'), []],
  [
    'PKR505',
    ebs('ami_regions = ["a"]', 'encrypt_boot = true', 'kms_key_id = "alias/a"', 'region = var.r'),
    [],
  ],
  ['PKR505', ebs(REGIONS, 'encrypt_boot = true', 'region_kms_key_ids = { a = "alias/a" }'), [2]],
  ['PKR505', ebs(REGIONS, 'encrypt_boot = true', 'region_kms_key_ids = { a = "x", b = var.k }'), []],
  ['PKR505', ebs(REGIONS, 'encrypt_boot = true', 'region_kms_key_ids = var.k'), []],
  ['PKR505', ebs(REGIONS, 'encrypt_boot = true', 'region_kms_key_ids = { (var.r) = "x" }'), []],
  ['PKR505', ebs('ami_regions = var.r', 'encrypt_boot = true'), []],
  ['PKR506', policy('"*"', '"arn:aws:s3:::a/*"'), [5]],
  ['PKR506', policy('"s3:*"', '"*"'), [5]],
  ['PKR506', policy('"s3:*"', '"arn:aws:s3:::a/*"'), []],
  ['PKR506', policy('"s3:Get*", "ssmmessages:*", "ec2messages:*"', '"*"'), []],
  ['PKR506', policy('"*"', '"*"', 'Deny'), []],
  ['PKR507', ebs(), [1]],
  ['PKR507', source('amazon-ebssurrogate'), []],
  ['PKR507', ebs('communicator = "winrm"'), []],
  ['PKR507', ebs('ssh_private_key_file = var.key'), []],
  ['PKR507', ebs('ssh_clear_authorized_keys = var.x'), []],
  ['PKR507', cleaned('inline = ["sudo cloud-init clean --logs"]'), []],
  ['PKR507', cleaned('inline = ["rm -f /home/ubuntu/.ssh/authorized_keys"]'), []],
  ['PKR507', cleaned('inline = [": > ~/.ssh/authorized_keys"]'), []],
  ['PKR507', cleaned('inline = ["echo $KEY >> ~/.ssh/authorized_keys"]'), [1]],
  ['PKR507', cleaned('scripts = ["scripts/install.sh", "scripts/99-cleanup.sh"]'), []],
  ['PKR507', cleaned('scripts = ["scripts/install.sh"]'), [1]],
  ['PKR508', ebs('deprecate_at = ""'), [2]],
  ['PKR508', ebs('deprecate_at = var.x'), []],
  ['PKR508', ebs('skip_create_ami = true'), []],
  ['PKR508', source('amazon-ebsvolume'), []],
])('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});

test.each([
  ['PKR501', 'encrypt_boot = var.x', 'var.x'],
  ['PKR501', mapping('device_name = "/dev/xvda"', 'encrypted = var.x'), 'launch_block_device_mappings'],
  ['PKR503', 'imds_support = var.x', 'var.x'],
])('%s is milder where %s cannot be evaluated', async (id, line, source) => {
  const findings = (await lintText(ebs(line))).filter(({ rule }) => rule === id);
  expect(findings).toMatchObject([{ severity: 'warning' }]);
  expect(findings[0]?.what).toContain(`(\`${source}\` could not be evaluated.)`);
});
