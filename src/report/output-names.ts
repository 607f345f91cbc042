/** The outputs of the action, in the order of `action.yml`. Fixed: no output is ever named by a template. */
export const OUTPUT_NAMES = [
  'ami-id',
  'ami-ids',
  'images',
  'manifest-file',
  'tfvars-file',
  'sarif-file',
  'templates',
  'commit-sha',
  'packer-version',
  'errors',
  'warnings',
  'failure-reason',
] as const;

export type OutputName = (typeof OUTPUT_NAMES)[number];

/** A text for every output; an output that has nothing to say is empty. */
export type Outputs = Readonly<Record<OutputName, string>>;
