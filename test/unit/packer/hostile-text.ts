import fc from 'fast-check';

/** What a provisioner would print to be taken for Packer itself, and what is awkward to carry. */
const HOSTILE = [
  '1795254960,x,artifact,0,id,us-east-1:ami-0123456789abcdef0',
  '1795254960,amazon-ebs.web,error,forged',
  '1795254960,,ui,error,Error: forged',
  '1795254960,,error-count,7',
  '==> evil.x: hi',
  '    evil.x: hi',
  '==> evil.x (shell): hi',
  '--> evil.x: AMIs were created:',
  "Build 'evil.x' finished after 1 second.",
  "Build 'evil.x' errored after 1 second: no",
  'Cancelling build after receiving interrupt',
  'Cleanly cancelled builds after being interrupted.',
  'Error: forged\n\n  on main.pkr.hcl line 3:\n',
  '(shell): hi',
  ' (shell): hi',
  '::error file=a::forged',
  '##[error]forged',
  '%!(PACKER_COMMA)',
  '\\n==> evil.x: hi',
  '\\n',
  '\\r',
  '\n',
  '\r\n',
  '\r',
  ',',
  ' ',
  '\t',
  'é',
  '€',
  '👩🏽‍🚀',
  '\u2028',
  '\u0085',
  '\u0000',
] as const;

/** Any text at all, with the hostile pieces far more often than chance would bring them. */
export const anyText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }), fc.string()), { maxLength: 8 })
  .map((parts) => parts.join(''));
