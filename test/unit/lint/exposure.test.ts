import { expect, test } from 'vitest';
import { linesOf, lintText } from './linting.ts';
import { ebs, source } from './source-text.ts';

test.each([
  ['PKR201', ebs('ami_groups = ["all"]'), [2]],
  ['PKR201', ebs('ami_groups = []'), []],
  ['PKR201', ebs('ami_groups = var.groups'), []],
  ['PKR201', ebs('ami_groups = var.public ? ["all"] : []'), []],
  ['PKR201', `variable "groups" {\n  default = ["all"]\n}\n${ebs('ami_groups = var.groups')}`, [2]],
  ['PKR201', `locals { groups = concat([], ["all"]) }\n${ebs('ami_groups = local.groups')}`, [1]],
  ['PKR201', ebs('ami_groups = ["all"]', 'skip_create_ami = true'), []],
  ['PKR201', `${ebs()}build {\n  source "amazon-ebs.web" {\n    ami_groups = ["all"]\n  }\n}\n`, [5]],
  ['PKR201', source('amazon-ebssurrogate', 'ami_groups = ["all"]'), [2]],
  ['PKR201', source('amazon-instance', 'ami_groups = ["all"]'), [2]],
  ['PKR201', source('amazon-chroot', 'ami_groups = ["all"]'), [2]],
  ['PKR201', 'build {\n  post-processor "amazon-import" {\n    ami_groups = ["all"]\n  }\n}\n', [3]],
  ['PKR202', source('amazon-ebsvolume', 'snapshot_groups = ["all"]'), [2]],
  ['PKR202', ebs('ami_groups = ["all"]'), []],
  ['PKR203', ebs('ami_ou_arns = ["arn:aws:organizations::111122223333:ou/o-a/ou-b"]'), [2]],
  ['PKR203', ebs('snapshot_users = [var.account]'), []],
  ['PKR203', ebs('ami_users = []'), []],
  [
    'PKR203',
    `variable "accounts" {\n  default = ["111122223333"]\n}\n${ebs('ami_users = var.accounts')}`,
    [5],
  ],
  ['PKR203', source('amazon-ebsvolume', 'snapshot_users = ["111122223333"]'), [2]],
  ['PKR203', ebs('# packer-ci:ignore PKR203 our production account', 'ami_users = ["111122223333"]'), []],
])('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});

test('PKR203 names a few principals and nothing that is none', async () => {
  const accounts = ['1', '2', '3', '4', '5', '6'].map((digit) => `"${digit.repeat(12)}"`).join(', ');
  const findings = await lintText(ebs(`ami_users = [${accounts}, "hunter2"]`));
  const shared = findings.filter(({ rule }) => rule === 'PKR203');
  expect(shared.map(({ what }) => what)).toEqual([
    '`amazon-ebs.web` shares its image by `ami_users`: `111111111111`, `222222222222`, `333333333333`, `444444444444`, `555555555555`, 2 more.',
  ]);
});
