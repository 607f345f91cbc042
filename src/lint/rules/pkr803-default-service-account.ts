import { attribute, textsOf } from '../blocks.ts';
import { builders } from '../builders.ts';
import type { Rule } from '../rule.ts';
import { isGiven, switchOf } from '../switches.ts';

/** Scopes that open whole services. */
const WIDE = /\/auth\/(?:cloud-platform|compute|devstorage\.full_control)$/;
const DEFAULT_ACCOUNT = /-compute@developer\.gserviceaccount\.com$/;

export const defaultServiceAccount: Rule = {
  id: 'PKR803',
  severity: 'medium',
  title: 'GCE build VM uses the default service account',
  what: 'The build VM runs as the default service account of the project.',
  why: 'That account is often an editor of the whole project, and the default scopes let every script of the build use it on Compute Engine and Cloud Storage.',
  fix: 'Set `disable_default_service_account = true`, or name an account of its own with `service_account_email` and the `scopes` it needs.',
  check(template) {
    return builders(template, /^googlecompute$/).flatMap((builder) => {
      if (switchOf(builder, 'disable_default_service_account') !== 'off') return [];
      const email = attribute(builder, 'service_account_email');
      const own = email?.value.kind !== 'string' || !DEFAULT_ACCOUNT.test(email.value.text);
      if (isGiven(email?.value) && own) return [];
      const scopes = attribute(builder, 'scopes');
      const wide = textsOf(scopes?.value).some(({ text }) => WIDE.test(text));
      const reach = scopes === undefined || wide ? ', with scopes that open whole services' : '';
      const what = `The build VM of \`${builder.name}\` runs as the default service account${reach}.`;
      return [{ at: (wide ? scopes?.range : email?.range) ?? builder.header, what }];
    });
  },
};
