import type { TemplateModel } from '../../template/model.ts';
import { attribute, textsOf } from '../blocks.ts';
import type { Builder } from '../builders.ts';
import { steps } from '../builders.ts';
import { commands } from '../commands.ts';
import { amiBuilders } from '../images.ts';
import type { Rule } from '../rule.ts';
import { flagOf, presenceOf, wordOf } from '../settings.ts';

/** The AMI is made of the very disk that the instance ran from, where the key was put. */
const SAME_DISK = /^amazon-(?:ebs|instance)$/;
/** With one of them Packer makes no key, or none that is put on the disk. */
const OTHER_LOGIN = ['ssh_password', 'ssh_private_key_file', 'ssh_keypair_name'];

const CLEANS = /\bcloud-init\s+clean\b|\bvirt-sysprep\b|\bsysprep\b|\bwaagent\b.{0,40}-deprovision/i;
const KEYS = /authorized_keys|ssh_host_/;
const REMOVES =
  /\b(?:rm|shred|srm|truncate|unlink|sed|find|cp)\b|(?<!>)>(?!>)\s{0,9}\S{0,200}(?:authorized_keys|ssh_host_)/;
/** A script or playbook that is not read here, but called what it most likely does. */
const CLEAN_UP = /clean|seal|sysprep|generali[sz]e|finali[sz]e|harden|deprovision/i;

export const leftOverKey: Rule = {
  id: 'PKR507',
  severity: 'low',
  title: 'Temporary SSH key left in the image',
  what: "Packer's temporary SSH key stays in the image.",
  why: 'Every instance that is launched from the image lets in whoever kept the key, and all of them show the same host key unless that is removed too.',
  fix: 'Set `ssh_clear_authorized_keys = true`, and let a last provisioner remove the host keys (`sudo rm -f /etc/ssh/ssh_host_*`) and run `sudo cloud-init clean`.',
  check(template) {
    if (cleansUp(template)) return [];
    return amiBuilders(template)
      .filter(isLeft)
      .map((builder) => ({
        at: attribute(builder, 'ssh_clear_authorized_keys')?.range ?? builder.header,
        what: `The temporary SSH key of \`${builder.name}\` stays in the image.`,
      }));
  },
};

function isLeft(builder: Builder): boolean {
  const communicator = wordOf(attribute(builder, 'communicator'));
  return (
    SAME_DISK.test(builder.type) &&
    (communicator === '' || communicator === 'ssh') &&
    flagOf(attribute(builder, 'ssh_agent_auth')) === 'off' &&
    OTHER_LOGIN.every((name) => presenceOf(attribute(builder, name)) === 'off') &&
    flagOf(attribute(builder, 'ssh_clear_authorized_keys')) === 'off'
  );
}

function cleansUp(template: TemplateModel): boolean {
  const byCommand = commands(template).some(
    ({ text }) => CLEANS.test(text) || (KEYS.test(text) && REMOVES.test(text)),
  );
  const byFile = steps(template).some(({ block }) =>
    ['script', 'scripts', 'playbook_file'].some((name) =>
      textsOf(attribute(block, name)?.value).some(({ text }) => CLEAN_UP.test(text)),
    ),
  );
  return byCommand || byFile;
}
