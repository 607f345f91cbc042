import { attribute } from '../blocks.ts';
import { builders } from '../builders.ts';
import type { Rule } from '../rule.ts';

export const hardCodedAmi: Rule = {
  id: 'PKR107',
  severity: 'low',
  title: 'Source AMI id hard-coded',
  what: 'The id of the base AMI is written into the template.',
  why: 'An id hides who made the AMI, is good for one region only, and stays the same when the AMI is deprecated.',
  fix: 'Look the AMI up with `source_ami_filter` or a data source `amazon-ami`, with `owners`.',
  check(template) {
    return builders(template, /^amazon-/).flatMap((builder) => {
      const ami = attribute(builder, 'source_ami');
      if (ami?.value.kind !== 'string' || ami.references.length > 0 || !ami.value.text.startsWith('ami-'))
        return [];
      return [
        { at: ami.range, what: `\`${builder.name}\` takes its base AMI by the id \`${ami.value.text}\`.` },
      ];
    });
  },
};
