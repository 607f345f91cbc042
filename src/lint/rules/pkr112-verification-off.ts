import { commands, pipelines } from '../commands.ts';
import type { Rule } from '../rule.ts';

/** What turns a check off, and how to call it. */
const SWITCHES: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /\bcurl\b.{0,500}\s(?:-[a-zA-Z]*k[a-zA-Z]*|--insecure)(?=\s|$)/, name: 'curl --insecure' },
  { pattern: /\bwget\b.{0,500}\s--no-check-certificate\b/, name: 'wget --no-check-certificate' },
  { pattern: /--(?:allow-unauthenticated|force-yes)\b/, name: 'apt-get --allow-unauthenticated' },
  { pattern: /\[[^\]]{0,200}\btrusted=yes\b/, name: '[trusted=yes]' },
  { pattern: /--(?:nogpgcheck|no-gpg-checks?|allow-untrusted)\b/, name: 'no signature check of packages' },
  { pattern: /\bgpgcheck\s*=\s*0/, name: 'gpgcheck=0' },
  { pattern: /\bsslverify\s*=\s*(?:0|false)/i, name: 'sslverify=0' },
  { pattern: /--trusted-host\b/, name: 'pip --trusted-host' },
  { pattern: /\bstrict-ssl[\s=]+false\b/, name: 'strict-ssl false' },
  { pattern: /\bhttp\.sslVerify[\s=]+["']?false\b|\bGIT_SSL_NO_VERIFY\b/i, name: 'git without TLS checks' },
  { pattern: /\bNODE_TLS_REJECT_UNAUTHORIZED=["']?0/, name: 'NODE_TLS_REJECT_UNAUTHORIZED=0' },
  { pattern: /-SkipCertificateCheck\b|ServerCertificateValidationCallback/i, name: '-SkipCertificateCheck' },
];

export const verificationOff: Rule = {
  id: 'PKR112',
  severity: 'high',
  title: 'Signature or TLS checks disabled in a provisioner',
  what: 'A command turns off the check of a signature or certificate.',
  why: 'Anyone on the path, or on the mirror, can then put something else into the image.',
  fix: "Remove the switch; install the server's certificate authority or the repository's key instead.",
  check(template) {
    return commands(template).flatMap(({ text, at, step }) => {
      const parts = pipelines(text).flat();
      return SWITCHES.filter(({ pattern }) => parts.some((part) => pattern.test(part))).map(({ name }) => ({
        at,
        what: `A command of the ${step.kind} \`${step.type}\` turns off a check (${name}).`,
      }));
    });
  },
};
