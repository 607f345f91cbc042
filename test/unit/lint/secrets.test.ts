import { expect, test } from 'vitest';
import { isCredentialFile } from '../../../src/lint/credential-files.ts';
import { lint } from '../../../src/lint/lint.ts';
import { RULES } from '../../../src/lint/registry.ts';
import { isSecretName } from '../../../src/lint/secret-names.ts';
import { readTemplate } from '../../../src/template/read.ts';
import { file } from '../template/reading.ts';
import { linesOf, lintText, OPTIONS } from './linting.ts';
import { ebs, source } from './source-text.ts';

const ID = 'AKIAIOSFODNN7EXAMPLE';
const provisioner = (...lines: readonly string[]) =>
  `build {\n  provisioner "file" {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n}\n`;
const pem = (label: string) => `-----BEGIN ${label}-----`;

test.each([
  ['PKR301', ebs(`access_key = "${ID}"`, 'secret_key = "abc"', 'token = "def"'), [2, 3, 4]],
  ['PKR301', ebs('access_key = var.access_key', 'secret_key = ""', 'token = env("TOKEN")'), []],
  ['PKR301', `locals { key = "abc" }\n${ebs('secret_key = local.key')}`, [3]],
  ['PKR301', `variable "id" {\n  default = "${ID}"\n}\n${ebs('access_key = var.id')}`, [2]],
  ['PKR301', ebs('user_data = <<-EOT', '  export A=1', `  export B=${ID}`, 'EOT'), [4]],
  ['PKR301', ebs(`user_data = "X${ID}"`), []],
  ['PKR301', ebs(`user_data = "${ID.toLowerCase()} ${ID}A"`), []],
  ['PKR301', ebs('user_data = "ASIAIOSFODNN7EXAMPLE"'), [2]],
  ['PKR301', ebs(`ami_name = "AWS_SECRET_ACCESS_KEY=${'aB3/'.repeat(10)}"`), [2]],
  ['PKR301', ebs('ami_name = "AWS_SECRET_ACCESS_KEY=$${AWS_SECRET_ACCESS_KEY}"'), []],
  ['PKR301', `# old key: ${ID}\n`, [1]],
  ['PKR301', 'data "amazon-ami" "x" {\n  secret_key = "abc"\n}\n', [2]],
  ['PKR301', source('hcloud', 'token = "abc"'), []],
  ['PKR301', source('docker', 'aws_secret_key = "abc"'), [2]],
  ['PKR301', 'build {\n  post-processor "amazon-import" {\n    token = "abc"\n  }\n}\n', [3]],
  ['PKR302', ebs('winrm_password = "abc"', 'ssh_bastion_password = "abc"'), [2, 3]],
  ['PKR302', ebs('ssh_password = ""', 'winrm_password = var.p', 'ssh_proxy_password = "x${var.p}"'), []],
  ['PKR302', ebs('winrm_password = "{{ .WinRMPassword }}"', 'ssh_password = vault("a", "b")'), []],
  ['PKR302', `variable "p" {\n  default = "abc"\n}\n${ebs('ssh_password = var.p')}`, []],
  ['PKR302', `locals { p = "abc" }\n${ebs('ssh_password = local.p')}`, [3]],
  ['PKR302', `${ebs()}build {\n  source "amazon-ebs.web" {\n    ssh_password = "abc"\n  }\n}\n`, [5]],
  ['PKR302', 'build {\n  post-processor "docker-push" {\n    login_password = "abc"\n  }\n}\n', [3]],
  ['PKR302', 'build {\n  provisioner "powershell" {\n    elevated_password = build.Password\n  }\n}\n', []],
  ['PKR302', 'locals {\n  ssh_password = "abc"\n}\n', []],
])('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});

test.each([
  ['PKR303', 'variable "db_password" {}\n', [1]],
  ['PKR303', 'variable "db_password" {\n  sensitive = true\n}\n', []],
  ['PKR303', 'variable "db_password" {\n  sensitive = false\n}\n', [1]],
  ['PKR303', 'variable "use_my_secrets" {\n  type = bool\n}\n', []],
  ['PKR303', 'variable "my_token" {\n  type = number\n}\n', []],
  [
    'PKR303',
    'variable "my_secret" {\n  default = "arn:aws:secretsmanager:eu-west-1:111122223333:x"\n}\n',
    [],
  ],
  ['PKR303', 'variables {\n  region = "a"\n  api_key = ""\n}\n', [3]],
  ['PKR303', 'local "api_key" {\n  expression = data.http.key.body\n}\n', [1]],
  ['PKR303', 'local "api_key" {\n  expression = data.http.key.body\n  sensitive = true\n}\n', []],
  ['PKR303', 'locals {\n  api_key = data.http.key.body\n}\n', [2]],
  ['PKR303', 'variable "x" {\n  sensitive = true\n}\nlocals {\n  api_key = "a${var.x}"\n}\n', []],
  ['PKR303', 'variable "api_key" {}\nlocals {\n  api_key = var.api_key\n}\n', [1]],
  ['PKR304', 'variable "db_password" {\n  default = ""\n}\n', []],
  ['PKR304', 'variable "db_password" {\n  default = null\n}\n', []],
  ['PKR304', 'variable "db_password" {\n  default = env("DB_PASSWORD")\n}\n', []],
  ['PKR304', 'variable "db_passwords" {\n  default = ["", "abc"]\n}\n', [2]],
  ['PKR304', 'variable "secrets" {\n  default = { a = "abc" }\n}\n', [2]],
  ['PKR304', 'variable "http_tokens" {\n  default = "required"\n}\n', []],
  ['PKR304', 'variable "private_key" {\n  default = "~/.ssh/id_rsa"\n}\n', []],
  ['PKR304', 'variables {\n  api_key = "abc"\n}\n', [2]],
  ['PKR304', 'locals {\n  api_key = "abc"\n  b_secret = local.api_key\n}\n', [2]],
])('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});

test.each([
  'password dbPassword DB_PASSWORD api_token apiKey github-token client_secret vault_secret_id private_key',
  'ssh_private_key aws_secret_key session_token credentials proxmox_api_token_secret passphrase password_hash',
])('%s are names of secrets', (names) => {
  for (const name of names.split(' ')) expect([name, isSecretName(name)]).toEqual([name, true]);
});

test.each([
  'token_ttl password_length secret_name secretName secret_arn ssh_private_key_file credentials_path token_url',
  'proxmox_api_token_id private_key_id http_tokens metadata_http_tokens use_token enable_password_auth',
  'passwordless_sudo token_endpoint windows_password_timeout public_key region keypair max_token_age',
])('%s are not', (names) => {
  for (const name of names.split(' ')) expect([name, isSecretName(name)]).toEqual([name, false]);
});

test('PKR304 reads variable files, by whose place it reports', async () => {
  const { model } = await readTemplate({
    name: 't',
    files: [file('a.pkr.hcl', 'variable "my_token" {\n  type = number\n}\n')],
    varFiles: [
      file('a.pkrvars.hcl', 'region = "a"\napi_key = "abc"\nmy_token = 5\n'),
      file('b.pkrvars.json', '{"db_password": "abc", "secret_name": "x"}'),
    ],
    variables: { db_password: 'hunter2' },
  });
  const found = lint(model, RULES, OPTIONS).filter(({ rule }) => rule === 'PKR304');
  expect(found.map(({ at }) => `${at?.file}:${at?.line}`)).toEqual(['a.pkrvars.hcl:2', 'b.pkrvars.json:1']);
});

test.each([
  ['source = "files/id_rsa"', [3]],
  ['source = "${path.root}/keys/server.pem"', [3]],
  ['sources = ["a.txt", "~/.docker/config.json"]', [3]],
  ['source = ".env"', [3]],
  ['source = ".env.production"', [3]],
  ['source = "client.p12"', [3]],
  ['content = file("${path.root}/secrets/id_ed25519")', [3]],
  ['content = "[default]"\n    destination = "/root/.aws/credentials"', [4]],
  ['source = var.key', []],
  ['source = "files/id_rsa.pub"', []],
  ['source = "files/ca.pem"', []],
  ['source = ".env.example"', []],
  ['source = "files/ca.pem"\n    destination = "/etc/ssl/x.pem"', []],
  ['content = "see id_rsa"', []],
  ['direction = "download"\n    source = "/root/.ssh/id_rsa"', []],
])('PKR305 on a file provisioner with %s', async (text, lines) => {
  expect(await linesOf('PKR305', provisioner(text))).toEqual(lines);
});

test.each(['id_rsa certs/privkey.pem cert-key.pem C:\\keys\\web.pem home/.npmrc .netrc a.pfx .kube/config'])(
  '%s hold credentials',
  (paths) => {
    for (const path of paths.split(' ')) expect([path, isCredentialFile(path)]).toEqual([path, true]);
  },
);

test.each([
  'rds-combined-ca-bundle.pem AmazonRootCA1.pem fullchain.pem public-key.pem certs/web.pem my.environment',
  'npmrc .envrc docker/config.json pem a.pem.txt not_id_rsa dhparam.pem',
])('%s do not', (paths) => {
  for (const path of paths.split(' ')) expect([path, isCredentialFile(path)]).toEqual([path, false]);
});

test.each([
  [ebs('user_data = <<-EOT', pem('RSA PRIVATE KEY'), 'MIIE', 'EOT'), [2]],
  [`locals { k = "${pem('PRIVATE KEY')}\\nMIIE" }\n${provisioner('content = local.k')}`, [4]],
  [ebs('user_data = <<-EOT', pem('CERTIFICATE'), 'MIIE', 'EOT'), []],
  [ebs(`user_data = "! grep -r -e '${pem('PRIVATE KEY')}' /home"`), []],
])('PKR305 on the text of a key in %j', async (text, lines) => {
  expect(await linesOf('PKR305', text)).toEqual(lines);
});

const VARS = 'variable "x" {\n  sensitive = true\n  default = "hunter2"\n}\nvariable "my_token" {}\n';

test.each([
  ['tags = { A = var.x }', [7]],
  ['tags = { A = "${var.my_token}" }', [7]],
  ['run_tag {\n    key = "A"\n    value = var.x\n  }', [9]],
  ['ami_description = local.whole', [7]],
  ['ami_description = local.map.name', []],
  ['ami_description = local.map.secret', [7]],
  ['user_data = templatefile("a", { token = var.my_token })', [7]],
  ['user_data = data.amazon-secretsmanager.db.value', [7]],
  ['tags = { A = data.amazon-secretsmanager.db.version_id }', []],
  ['user_data = "token=${vault("a", "b")}"', [7]],
  ['user_data = "token=${var.token_ttl} var.x"', []],
  ['ssh_password = var.x', []],
])('PKR306 on %j', async (line, lines) => {
  const locals =
    'locals {\n  map = { name = "a", secret = var.my_token }\n  whole = "a${var.x}"\n}\nvariable "token_ttl" {}\n';
  expect(await linesOf('PKR306', `${VARS}${ebs(line)}${locals}`)).toEqual(lines);
});

test('no finding quotes a secret', async () => {
  const text = [
    'variable "db_password" {\n  default = "hunter2"\n}\n',
    ebs(
      'secret_key = "hunter2"',
      'ssh_password = "hunter2"',
      'user_data = "${var.db_password}"',
      `token = "${ID}"`,
    ),
    provisioner('content = "hunter2"', 'destination = "/root/.npmrc"'),
  ].join('');
  const findings = await lintText(text);
  const rules = findings.map(({ rule }) => rule);
  expect(rules).toEqual(expect.arrayContaining(['PKR301', 'PKR302', 'PKR303', 'PKR304', 'PKR305', 'PKR306']));
  expect(JSON.stringify(findings)).not.toMatch(/hunter2|AKIA/);
});
