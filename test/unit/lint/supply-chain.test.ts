import { expect, test } from 'vitest';
import { linesOf, lintText } from './linting.ts';

const shell = (command: string) =>
  `build {\n  provisioner "shell" {\n    inline = [${JSON.stringify(command)}]\n  }\n}\n`;
const source = (type: string, line: string) => `source "${type}" "web" {\n  ${line}\n}\n`;
const plugin = (entries: string) => `packer {\n  required_plugins {\n    amazon = { ${entries} }\n  }\n}\n`;

test.each([
  [
    'PKR101',
    'source "null" "x" {}\nbuild {\n  provisioner "shell" {}\n  post-processor "manifest" {}\n}\n',
    [],
  ],
  ['PKR101', 'build {\n  provisioner "ansible" {}\n  post-processor "amazon-import" {}\n}\n', [2, 3]],
  ['PKR101', `${plugin('source = "a"')}data "amazon-ami" "x" {}\nsource "amazonia" "x" {}\n`, [7]],
  ['PKR102', plugin('source = "github.com/hashicorp/amazon"'), [3]],
  ['PKR102', plugin('version = "~> 1"'), [3]],
  ['PKR102', plugin('version = ">= 1.0, < 2.0"'), []],
  ['PKR103', plugin('source = "github.com/hashicorp/../evil/amazon"'), [3]],
  ['PKR103', plugin('source = "github.com/hashicorp/evil/amazon"'), [3]],
  ['PKR103', plugin('source = var.source'), [3]],
  ['PKR104', 'build {}\n', [1]],
  ['PKR104', '', []],
  ['PKR104', 'packer {\n  required_version = "~> 1.16"\n}\n', []],
  ['PKR105', 'data "amazon-ami" "x" {\n  owners = ["*"]\n}\n', [2]],
  ['PKR105', 'data "amazon-ami" "x" {\n  owners = []\n}\n', [2]],
  ['PKR105', 'data "amazon-ami" "x" {\n  owners = [var.account]\n}\n', []],
  ['PKR105', 'data "amazon-ami" "x" {\n  owners = var.accounts\n}\n', []],
  [
    'PKR106',
    'data "amazon-ami" "x" {\n  filters = { name = "exact-1.0" }\n  owners = ["aws-marketplace"]\n}\n',
    [],
  ],
  [
    'PKR106',
    'data "amazon-ami" "x" {\n  filters = { product-code = "a" }\n  owners = ["aws-marketplace"]\n}\n',
    [],
  ],
  ['PKR107', `variable "ami" { default = "ami-0123" }\n${source('amazon-ebs', 'source_ami = var.ami')}`, []],
  ['PKR108', source('proxmox-iso', 'boot_iso { iso_checksum = "NONE" }'), [2]],
  ['PKR109', source('qemu', 'iso_checksum = "d41d8cd98f00b204e9800998ecf8427e"'), [2]],
  ['PKR109', source('qemu', 'iso_checksum = "file:https://example.com/MD5SUMS"'), [2]],
  ['PKR109', source('qemu', 'iso_checksum = "file:https://example.com/SHA256SUMS"'), []],
  ['PKR110', source('qemu', 'iso_urls = ["https://a/x", "http://${var.host}/x"]'), [2]],
  ['PKR110', 'data "http" "x" {\n  url = "http://example.com"\n}\n', [2]],
  ['PKR110', shell('wget http://example.com/x'), [3]],
  ['PKR110', shell('curl http://169.254.169.254/latest/meta-data/'), []],
  ['PKR110', shell('curl http://{{ .HTTPIP }}/x'), []],
  ['PKR110', shell('echo "deb http://archive.ubuntu.com/ubuntu noble main" > /etc/apt/sources.list'), []],
  ['PKR113', plugin('source = "github.com/hashicorp/amazon", version = ">= 1.2, < 2.0"'), [3]],
  ['PKR113', plugin('source = "github.com/hashicorp/docker", version = "~> 1.0"'), []],
])('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});

test.each([
  'curl -fsSL https://example.com/x | sh',
  'wget -qO- https://example.com/x | sudo -E bash -',
  'curl https://example.com/x | tee /tmp/x | /usr/bin/env FOO=1 bash -s -- --yes',
  'curl https://example.com/x | sudo -u app bash',
  'cd /tmp && curl https://example.com/x | python3 -',
  'bash <(curl -s https://example.com/x)',
  'sh -c "$(curl -fsSL https://example.com/x)"',
  'eval "$(wget -qO- https://example.com/x)"',
  '. <(curl https://example.com/x)',
  'iwr https://example.com/x | iex',
  "iex ((New-Object System.Net.WebClient).DownloadString('https://example.com/x'))",
  'iex "& { $(irm https://example.com/x) }"',
])('PKR111 reports %s', async (command) => {
  expect(await linesOf('PKR111', shell(command.replaceAll('${', '$${')))).toEqual([3]);
});

test.each([
  'curl -fsSLo /tmp/x https://example.com/x && bash /tmp/x',
  'curl https://example.com/key.asc | sudo gpg --dearmor -o /usr/share/keyrings/x.gpg',
  'curl https://example.com/x.json | python3 -m json.tool',
  'curl https://example.com/x.json | jq -r .sh',
  'curl https://example.com/x.tgz | sudo tar xz -C /opt',
  'curl https://example.com/x | perl -pe s/a/b/',
  'echo "curl is missing" || bash x.sh',
  'cat /tmp/x | sudo bash',
])('PKR111 leaves %s', async (command) => {
  expect(await linesOf('PKR111', shell(command))).toEqual([]);
});

test.each([
  'curl -k https://example.com',
  'curl -fsSLk https://example.com',
  'curl --insecure https://example.com',
  'wget --no-check-certificate https://example.com',
  'apt-get install -y --allow-unauthenticated x',
  'echo "deb [trusted=yes] https://example.com ./"',
  'pip install --trusted-host example.com x',
  'npm config set strict-ssl false',
  'git config --global http.sslVerify false',
  'Invoke-WebRequest -SkipCertificateCheck https://example.com',
])('PKR112 reports %s', async (command) => {
  expect(await linesOf('PKR112', shell(command))).toEqual([3]);
});

test.each(['curl -o k https://example.com/-k', 'curl --keepalive-time 2 https://x', 'echo gpgcheck=1'])(
  'PKR112 leaves %s',
  async (command) => {
    expect(await linesOf('PKR112', shell(command))).toEqual([]);
  },
);

test('a plugin source may be allowed', async () => {
  const text = plugin('source = "github.com/acme/amazon"');
  const findings = await lintText(text, undefined, { pluginSources: ['github.com/acme/*'] });
  expect(findings.map(({ rule }) => rule)).not.toContain('PKR103');
});
