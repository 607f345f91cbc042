import { expect, test } from 'vitest';
import { linesOf } from './linting.ts';

const step = (body: string, type = 'shell') => `build {\n  provisioner "${type}" {\n    ${body}\n  }\n}\n`;
const run = (command: string, type = 'shell') =>
  step(`inline = [${JSON.stringify(command).replaceAll('${', '$${')}]`, type);

test.each([
  'sudo chmod 777 /opt/app',
  'chmod -R 0777 /opt/app',
  'chmod 666 /var/run/docker.sock',
  'chmod a+rwx /opt/app && ls',
  'chmod go+w /etc/cron.d/x',
  'find /opt -type d -exec chmod 777 {} \\;',
  'setenforce 0',
  'sudo setenforce Permissive || true',
  "sudo sed -i 's/^SELINUX=.*/SELINUX=disabled/' /etc/selinux/config",
  'grubby --update-kernel ALL --args selinux=0',
  'ufw --force disable',
  'systemctl disable --now firewalld.service',
  'echo "PermitRootLogin yes" | sudo tee -a /etc/ssh/sshd_config',
  "sed -i 's/^#*PermitRootLogin no/PermitRootLogin yes/' /etc/ssh/sshd_config",
  "sed -ri 's|#?(PasswordAuthentication ).*|\\1yes|' /etc/ssh/sshd_config",
  "sed -i 's/#\\?\\(PasswordAuthentication\\s*\\).*$/\\1 yes/' /etc/ssh/sshd_config",
  "echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app",
  'Set-MpPreference -DisableRealtimeMonitoring $true',
  'netsh advfirewall set allprofiles state off',
  'Set-NetFirewallProfile -Profile Domain,Public,Private -Enabled False',
  'reg add HKLM\\SOFTWARE\\x /v EnableLUA /t REG_DWORD /d 0 /f',
])('PKR601 reports %s', async (command) => {
  expect(await linesOf('PKR601', run(command))).toEqual([3]);
});

test.each([
  'chmod 755 /opt/app',
  'chmod 1777 /tmp',
  'chmod a+rwxt /tmp',
  'chmod +x /tmp/x.sh && chmod u+w,g-w /tmp/x',
  'chmod 0440 /etc/sudoers.d/app',
  'setenforce 1',
  'echo "do not use setenforce 0"',
  'sudo ufw enable',
  'systemctl disable apt-daily.timer',
  'systemctl enable firewalld',
  "sed -i 's/PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config",
  "sed -i 's|PasswordAuthentication yes|PasswordAuthentication no|g' /etc/ssh/sshd_config",
  "sed -i '/PasswordAuthentication yes/d' /etc/ssh/sshd_config",
  "sed -i 's/SELINUX=disabled/SELINUX=enforcing/' /etc/selinux/config",
  'echo "PermitRootLogin prohibit-password" >> /etc/ssh/sshd_config',
  '! grep -q "PermitRootLogin yes" /etc/ssh/sshd_config',
  'Set-MpPreference -DisableRealtimeMonitoring $false',
])('PKR601 leaves %s', async (command) => {
  expect(await linesOf('PKR601', run(command))).toEqual([]);
});

test.each([
  ['PKR601', run('chmod 777 /tmp/x', 'shell-local'), []],
  ['PKR601', step('inline = <<-EOT\n      echo a\n      setenforce 0\n    EOT'), [3]],
  [
    'PKR601',
    'locals { all = ["ls", "setenforce 0"] }\nbuild {\n  provisioner "shell" { inline = local.all }\n}\n',
    [1],
  ],
  ['PKR601', step('inline = ["ls"]\n    override = {\n      a = { inline = ["setenforce 0"] }\n    }'), [5]],
  ['PKR601', 'build {\n  error-cleanup-provisioner "shell" { inline = ["ufw disable"] }\n}\n', [2]],
  [
    'PKR602',
    'build {\n  provisioner "shell-local" {}\n  error-cleanup-provisioner "shell-local" {}\n  post-processors {\n    post-processor "shell-local" {}\n    post-processor "manifest" {}\n  }\n}\n',
    [2, 3, 5],
  ],
  ['PKR603', step('continue_on_error = true'), [3]],
  ['PKR603', step('continue_on_error = var.lenient'), []],
  ['PKR603', step('valid_exit_codes = [0, 1]'), [3]],
  ['PKR603', step('valid_exit_codes = [0, 3010, 2300218]'), []],
  ['PKR603', step('inline = ["cloud-init status --wait"]\n    valid_exit_codes = [0, 2]'), []],
  [
    'PKR603',
    step('valid_exit_codes = [0]\n    override = {\n      a = { valid_exit_codes = [0, 2] }\n    }'),
    [5],
  ],
  ['PKR603', step('inline_shebang = "/bin/bash"\n    inline = ["a", "b"]'), [3]],
  ['PKR603', step('inline_shebang = "/usr/bin/env bash"\n    inline = ["a; b"]'), [3]],
  ['PKR603', step('inline_shebang = "/bin/sh -x"\n    inline = ["a\\nb"]'), [3]],
  ['PKR603', step('inline_shebang = "/bin/bash -xe"\n    inline = ["a", "b"]'), []],
  ['PKR603', step('inline_shebang = "/bin/bash -o errexit"\n    inline = ["a", "b"]'), []],
  ['PKR603', step('inline_shebang = "/bin/bash"\n    inline = ["set -euo pipefail", "a"]'), []],
  ['PKR603', step('inline_shebang = "/bin/bash"\n    inline = ["set -o pipefail -o errexit", "a"]'), []],
  ['PKR603', step('inline_shebang = "/bin/bash"\n    inline = ["a"]'), []],
  ['PKR603', step('inline_shebang = "/usr/bin/python3"\n    inline = ["a", "b"]'), []],
  ['PKR603', step('inline_shebang = "/bin/bash"\n    script = "a.sh"'), []],
  ['PKR603', step('inline_shebang = "/bin/bash"\n    inline = var.commands'), []],
  ['PKR603', 'build {\n  error-cleanup-provisioner "shell" { inline = ["a || true"] }\n}\n', []],
] as const)('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});

test.each([
  ['apt-get install -y nginx || true', [3]],
  ['apt-get update || :; echo done', [3]],
  ['make install || exit 0', [3]],
  ['sudo sh -c "make install || true"', [3]],
  ['make install || /bin/true # flaky', [3]],
  ['make install || { echo failed; exit 1; }', []],
  ['grep -q x /etc/y || true', []],
  ['cat /etc/y | grep x || true', []],
  ['sudo pkill -f agent || true', []],
  ['cloud-init status --wait || true', []],
  ['version=$(app --version || true)', []],
  ['make || true_story', []],
])('PKR603 on %s', async (command, lines) => {
  expect(await linesOf('PKR603', run(command))).toEqual(lines);
});
