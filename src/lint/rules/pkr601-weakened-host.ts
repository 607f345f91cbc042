import { commands, pipelines } from '../commands.ts';
import { withOverrides } from '../overrides.ts';
import type { Rule } from '../rule.ts';
import { leftBehind } from '../sed.ts';

/** What weakens a host, and how to say so. `command`s are not looked for in what is only printed. */
const WEAKENINGS: readonly { readonly command?: true; readonly pattern: RegExp; readonly name: string }[] = [
  {
    command: true,
    pattern:
      /\bchmod\s+(?:-\S+\s+)*(?:[0246]?[0-7]{2}[2367]\b|(?:[ugoa+=\-rwxXs]+,)?[ug]*[oa][ugoa]*[+=][rxXs]*w(?![rwxXs]*t))/,
    name: 'everyone may write to files (chmod)',
  },
  { command: true, pattern: /\bsetenforce\s+(?:0|permissive)\b/i, name: 'SELinux is turned off' },
  { pattern: /\bSELINUX\s*=\s*(?:disabled|permissive)\b/i, name: 'SELinux is turned off' },
  { pattern: /\b(?:selinux|enforcing)=0\b/, name: 'SELinux is turned off' },
  { command: true, pattern: /\bufw\s+(?:--force\s+)?disable\b/, name: 'the firewall is turned off' },
  {
    command: true,
    pattern:
      /\bsystemctl\s+(?:-\S+\s+)*(?:disable|mask)\s[^#]{0,200}\b(?:firewalld|ufw|nftables|apparmor|auditd)\b/,
    name: 'a firewall or guard service is turned off',
  },
  { pattern: /(?<![#\w])PermitRootLogin\s+yes\b/i, name: 'root may log in over SSH with a password' },
  { pattern: /(?<![#\w])PasswordAuthentication\s+yes\b/i, name: 'SSH takes passwords' },
  { pattern: /(?<![#\w])PermitEmptyPasswords\s+yes\b/i, name: 'SSH takes empty passwords' },
  { pattern: /\bNOPASSWD:\s*ALL\b/, name: 'sudo asks for no password' },
  {
    command: true,
    pattern: /\bSet-MpPreference\b.{0,300}-Disable\w+\b(?![\s:]+\$?(?:false|0)\b)/i,
    name: 'Microsoft Defender is turned off',
  },
  {
    command: true,
    pattern: /\b(?:Uninstall|Remove)-WindowsFeature\b.{0,200}Windows-Defender/i,
    name: 'Microsoft Defender is removed',
  },
  {
    command: true,
    pattern:
      /\bnetsh\s+advfirewall\s+set\s+\w+\s+state\s+off\b|\bSet-NetFirewallProfile\b.{0,300}-Enabled[\s:]+\$?(?:false|0)\b/i,
    name: 'the firewall is turned off',
  },
  { command: true, pattern: /\bEnableLUA\b.{0,100}(?:-Value|\/d)\s+["']?0\b/i, name: 'UAC is turned off' },
  {
    pattern: /\bAllowUnencrypted\b["']?(?:\s*=\s*|\s+(?:-Value\s+)?)["'\\]*\$?true\b/i,
    name: 'WinRM takes unencrypted traffic',
  },
];

/** Only looks, or only prints. */
const LOOKS = /^\s*(?:(?:if|while|!|sudo)\s+)*(?:[ef]?grep\b|rg\b|\[|test\b)/;
const PRINTS = /^\s*(?:sudo\s+)?(?:echo|printf|logger|Write-Host|Write-Output)\b/i;

export const weakenedHost: Rule = {
  id: 'PKR601',
  severity: 'medium',
  title: 'Provisioner weakens the host',
  what: 'A command turns off a protection of the operating system.',
  why: 'It stays off on every machine that starts from the image, long after anybody remembers why.',
  fix: 'Remove the command, or narrow it: own the files instead of opening them, log in with keys, allow the one port.',
  check(template) {
    return commands(withOverrides(template)).flatMap(({ text, at, step }) => {
      if (step.type === 'shell-local') return [];
      const parts = pipelines(leftBehind(text))
        .flat()
        .filter((part) => !LOOKS.test(part));
      return WEAKENINGS.filter(({ command, pattern }) =>
        parts.some((part) => pattern.test(part) && !(command && PRINTS.test(part))),
      ).map(({ name }) => ({
        at,
        what: `A command of the ${step.kind} \`${step.type}\` weakens the image: ${name}.`,
      }));
    });
  },
};
