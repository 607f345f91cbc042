import { codeBlock } from './markdown.ts';
import type { Report } from './report.ts';

/** The lines of a workflow that hand the AMIs to Terraform; empty where there is none to hand on. */
export function terraformSnippet(report: Report): string {
  const amis = report.images.filter((image) => image.kind === 'ami');
  if (amis.length === 0 || report.failures.length > 0) return '';
  const one = amis.length === 1;
  const variable = one
    ? 'TF_VAR_ami_id: ${{ needs.images.outputs.ami-id }}'
    : 'TF_VAR_ami_ids: ${{ needs.images.outputs.ami-ids }} # template -> build -> region -> id';
  const declared = one
    ? 'variable "ami_id" { type = string }'
    : 'variable "ami_ids" { type = map(map(map(string))) }';
  return [
    'In the job that runs Terraform, where `images` is the job of this step:',
    codeBlock(`env:\n  ${variable}`, 'yaml'),
    codeBlock(declared, 'hcl'),
  ].join('\n\n');
}
