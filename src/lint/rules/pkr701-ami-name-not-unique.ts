import { attribute } from '../blocks.ts';
import { AMI_BUILDER, builders } from '../builders.ts';
import { isConstantText } from '../constancy.ts';
import type { Rule } from '../rule.ts';
import { switchOf } from '../switches.ts';

export const amiNameNotUnique: Rule = {
  id: 'PKR701',
  severity: 'medium',
  title: 'AMI name is not unique per build',
  what: 'The AMI gets the same name in every build.',
  why: 'An AMI name can be used once per account and region: the first build succeeds, the second stops because the name is taken.',
  fix: 'Put a timestamp or the commit into `ami_name`, such as `"web-${formatdate("YYYYMMDDhhmmss", timestamp())}"`.',
  check(template) {
    return builders(template, AMI_BUILDER).flatMap((builder) => {
      const name = attribute(builder, 'ami_name');
      // An AMI that replaces the old one (PKR702), or none at all, takes no name twice.
      const replaces = ['force_deregister', 'skip_create_ami'].some(
        (setting) => switchOf(builder, setting) !== 'off',
      );
      if (name === undefined || replaces || !isConstantText(template, name)) return [];
      return [{ at: name.range, what: `The AMI of \`${builder.name}\` gets the same name in every build.` }];
    });
  },
};
