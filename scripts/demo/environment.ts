import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** A program that the demo needs; `scripts/demo.mjs` has looked for it. */
type Part = {
  readonly available: boolean;
  readonly path: string;
  readonly version: string;
  readonly reason: string;
};

export const parts: Readonly<Record<'packer' | 'moto' | 'terraform', Part>> = JSON.parse(
  process.env.PACKER_CI_DEMO_PARTS ?? '',
);

/** Variables of whoever runs the demo that would steer Packer, Terraform, the AWS SDKs or the action. */
const STEERING = /^(ACTIONS|AWS|GITHUB|INPUT|PACKER|PKR|RUNNER|STATE|TF)_/;

/**
 * The environment of the demo's programs: this machine's, without anything that steers them, and with
 * credentials that no AWS account knows.
 */
export function demoEnvironment(folder: string, root: string): Readonly<Record<string, string>> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !STEERING.test(entry[0]),
  );
  const plugins = join(root, '.cache', 'packer-plugins');
  mkdirSync(plugins, { recursive: true });
  const nothing = join(folder, 'no-aws-configuration');
  writeFileSync(nothing, '');
  return {
    ...Object.fromEntries(kept),
    // The project's Node first, as an action's runtime is on a runner.
    PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
    PACKER_PLUGIN_PATH: plugins,
    AWS_ACCESS_KEY_ID: 'demo',
    AWS_SECRET_ACCESS_KEY: 'demo',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: nothing,
    AWS_SHARED_CREDENTIALS_FILE: nothing,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
