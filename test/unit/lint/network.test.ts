import { expect, test } from 'vitest';
import { linesOf, lintText } from './linting.ts';
import { ebs, source } from './source-text.ts';

const AGENT = 'ssh_agent_auth = true';
const WINRM = 'communicator = "winrm"';

test.each([
  ['PKR401', ebs(), [1]],
  ['PKR401', source('amazon-ebsvolume'), [1]],
  ['PKR401', source('amazon-ebssurrogate'), [1]],
  ['PKR401', source('amazon-instance'), [1]],
  ['PKR401', source('amazon-chroot'), []],
  ['PKR401', source('googlecompute'), []],
  ['PKR401', ebs('security_group_id = "sg-1"'), []],
  ['PKR401', ebs('security_group_id = "sg-${var.x}"'), []],
  ['PKR401', ebs('security_group_ids = [var.x]'), []],
  ['PKR401', ebs('security_group_ids = []'), [1]],
  ['PKR401', `variable "x" {\n  default = ["sg-1"]\n}\n${ebs('security_group_ids = var.x')}`, []],
  ['PKR401', `variable "x" {\n  default = null\n}\n${ebs('security_group_ids = var.x')}`, [4]],
  ['PKR401', ebs('security_group_filter {', 'filters = { "tag:Class" = "packer" }', '}'), []],
  ['PKR401', ebs('temporary_security_group_source_cidrs = ["0.0.0.0/0"]'), []],
  ['PKR401', ebs('temporary_security_group_source_public_ip = "true"'), []],
  ['PKR401', ebs('temporary_security_group_source_public_ip = false'), [1]],
  ['PKR401', ebs('ssh_interface = "session_manager"'), []],
  ['PKR401', ebs('ssh_interface = "private_ip"'), [1]],
  ['PKR401', ebs('communicator = "none"'), []],
  [
    'PKR401',
    `${ebs()}build {\n  source "amazon-ebs.web" {\n    ssh_interface = "session_manager"\n  }\n}\n`,
    [],
  ],
  ['PKR402', ebs('temporary_security_group_source_cidrs = ["10.0.0.0/8", "::/0"]'), [2]],
  ['PKR402', ebs('temporary_security_group_source_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]'), [2, 2]],
  ['PKR402', ebs('temporary_security_group_source_cidrs = ["2000::/3"]'), [2]],
  ['PKR402', ebs('temporary_security_group_source_cidrs = ["fc00::/7", "10.0.0.0/8"]'), []],
  ['PKR402', ebs('temporary_security_group_source_cidrs = [var.x, "${var.ip}/32"]'), []],
  [
    'PKR402',
    `locals {\n  x = ["0.0.0.0/0"]\n}\n${ebs('temporary_security_group_source_cidrs = local.x')}`,
    [2],
  ],
  ['PKR402', ebs('temporary_security_group_source_cidrs = ["0.0.0.0/0"]', 'security_group_id = "sg-1"'), []],
  ['PKR403', ebs('ssh_interface = "public_dns"'), [2]],
  ['PKR403', ebs('associate_public_ip_address = true'), [2]],
  ['PKR403', ebs('associate_public_ip_address = true', 'ssh_interface = "session_manager"'), []],
  ['PKR403', ebs('associate_public_ip_address = true', 'ssh_interface = "private_ip"'), []],
  ['PKR403', ebs('associate_public_ip_address = true', 'ssh_interface = var.x'), []],
  ['PKR403', ebs('associate_public_ip_address = false'), []],
  ['PKR404', ebs(WINRM), [2]],
  ['PKR404', ebs(WINRM, 'winrm_use_ssl = false'), [3]],
  ['PKR404', ebs(WINRM, 'winrm_use_ssl = var.x'), []],
  ['PKR404', ebs('communicator = var.x'), []],
  ['PKR404', ebs('winrm_username = "Administrator"'), []],
  ['PKR404', source('azure-arm', WINRM), [2]],
  ['PKR404', source('virtualbox-iso', WINRM), []],
  ['PKR404', `${ebs()}build {\n  source "amazon-ebs.web" {\n    communicator = "winrm"\n  }\n}\n`, [5]],
  ['PKR405', ebs(WINRM, 'winrm_insecure = true'), [3]],
  ['PKR405', ebs('winrm_insecure = true'), []],
  ['PKR405', ebs(WINRM, 'winrm_insecure = var.x'), []],
  ['PKR406', source('vsphere-iso', 'insecure_connection = "true"'), [2]],
  ['PKR406', source('proxmox-iso', 'insecure_skip_tls_verify = true'), [2]],
  ['PKR406', source('proxmox-iso', 'insecure_skip_tls_verify = var.x'), []],
  ['PKR406', 'locals {\n  insecure_connection = true\n}\n', []],
  ['PKR406', 'data "amazon-ami" "x" {\n  insecure_skip_tls_verify = true\n}\n', [2]],
  ['PKR407', ebs('temporary_key_pair_type = "dsa"'), [2]],
  ['PKR407', ebs('temporary_key_pair_bits = 2048'), [2]],
  ['PKR407', ebs('temporary_key_pair_bits = "2048"', 'temporary_key_pair_type = "rsa"'), [2]],
  ['PKR407', ebs('temporary_key_pair_bits = 256', 'temporary_key_pair_type = "ecdsa"'), []],
  ['PKR407', ebs('temporary_key_pair_bits = 256', 'temporary_key_pair_type = var.x'), []],
  ['PKR407', ebs('temporary_key_pair_bits = 4096'), []],
  ['PKR407', ebs('temporary_key_pair_bits = 0'), []],
  ['PKR407', source('qemu', 'ssh_ciphers = ["aes256-gcm@openssh.com", "arcfour128"]'), [2]],
  ['PKR407', ebs('ssh_key_exchange_algorithms = ["diffie-hellman-group1-sha1"]'), [2]],
  ['PKR407', ebs('ssh_key_exchange_algorithms = ["diffie-hellman-group16-sha512"]'), []],
  ['PKR408', ebs(AGENT, 'ssh_disable_agent_forwarding = false'), [2]],
  ['PKR408', ebs(AGENT, 'ssh_disable_agent_forwarding = var.x'), []],
  ['PKR408', ebs('ssh_agent_auth = var.x'), []],
])('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});

test.each([
  ['security_group_id = var.x', 'var.x'],
  ['security_group_ids = var.x', 'var.x'],
  ['temporary_security_group_source_cidrs = var.x ? ["10.0.0.0/8"] : []', 'var.x ? ["10.0.0.0/8"] : []'],
  ['temporary_security_group_source_public_ip = var.x', 'var.x'],
  ['ssh_interface = var.x', 'var.x'],
])('PKR401 is milder where %s cannot be evaluated', async (line, source) => {
  const findings = await lintText(`variable "x" {}\n${ebs(line)}`);
  expect(findings.filter(({ rule }) => rule === 'PKR401')).toMatchObject([
    {
      severity: 'warning',
      what: `The security group of \`amazon-ebs.web\` may be open to the whole Internet. (\`${source}\` could not be evaluated.)`,
      at: { line: 3 },
    },
  ]);
});

test('PKR401 is milder where a dynamic block may filter groups', async () => {
  const text = ebs('dynamic "security_group_filter" {', 'for_each = var.x', 'content {', '}', '}');
  const findings = await lintText(text);
  expect(findings.filter(({ rule }) => rule === 'PKR401')).toMatchObject([{ severity: 'warning' }]);
});
