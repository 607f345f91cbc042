import { attribute } from '../blocks.ts';
import { builders } from '../builders.ts';
import type { Rule } from '../rule.ts';
import { switchOf } from '../switches.ts';

const ANYWHERE = /^(?:0\.0\.0\.0|::|\[::\])$/;

export const openVnc: Rule = {
  id: 'PKR806',
  severity: 'high',
  title: 'QEMU VNC console open on all addresses',
  what: 'The VNC console of the build VM listens on all addresses without a password.',
  why: 'Whoever reaches the runner sees the screen and types on the console of the image while it is built.',
  fix: 'Keep `vnc_bind_address = "127.0.0.1"`, or set `vnc_use_password = true`.',
  check(template) {
    return builders(template, /^qemu$/).flatMap((builder) => {
      const address = attribute(builder, 'vnc_bind_address');
      const guarded = ['vnc_use_password', 'disable_vnc'].some((name) => switchOf(builder, name) !== 'off');
      if (address?.value.kind !== 'string' || guarded || !ANYWHERE.test(address.value.text)) return [];
      const what = `The VNC console of \`${builder.name}\` listens on all addresses without a password.`;
      return [{ at: address.range, what }];
    });
  },
};
