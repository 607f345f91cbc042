import { attribute } from '../blocks.ts';
import { type Builder, builders } from '../builders.ts';
import type { Hit, Rule } from '../rule.ts';
import { switchOf } from '../switches.ts';

const SHIELDS = ['enable_secure_boot', 'enable_vtpm', 'enable_integrity_monitoring'];

export const unshieldedVm: Rule = {
  id: 'PKR804',
  severity: 'low',
  title: 'GCE build VM without Shielded VM or with an external IP',
  what: 'The build VM is not a full Shielded VM, or can be reached from the internet.',
  why: 'Without secure boot and integrity monitoring a changed boot loader goes unseen; an external address lets anybody try the login while the image is built.',
  fix: 'Turn on the three `enable_...` settings, and set `omit_external_ip`, `use_internal_ip` and `use_iap` to `true`.',
  check(template) {
    return builders(template, /^googlecompute$/).flatMap((builder) => [
      ...unshielded(builder),
      ...external(builder),
    ]);
  },
};

function unshielded(builder: Builder): readonly Hit[] {
  const off = SHIELDS.filter((name) => switchOf(builder, name) === 'off');
  if (off.length === 0) return [];
  const at = off.map((name) => attribute(builder, name)?.range).find((range) => range !== undefined);
  const names = off.map((name) => `\`${name}\``).join(', ');
  return [{ at: at ?? builder.header, what: `The build VM of \`${builder.name}\` is without ${names}.` }];
}

function external(builder: Builder): readonly Hit[] {
  if (switchOf(builder, 'omit_external_ip') !== 'off') return [];
  const at = attribute(builder, 'omit_external_ip')?.range ?? builder.header;
  return [{ at, what: `The build VM of \`${builder.name}\` has an external address.` }];
}
