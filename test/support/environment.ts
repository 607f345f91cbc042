import { mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inject } from 'vitest';
import { temporaryFolder } from './temporary.ts';

/**
 * The environment of a clean machine: where programs are and nothing else, so that no profile, proxy or
 * CI variable of whoever runs the tests has a say.
 */
export function cleanEnvironment(): Readonly<Record<string, string>> {
  const path = [dirname(process.execPath), process.env.PATH ?? '/usr/bin:/bin'].join(delimiter);
  return { PATH: path, HOME: home(), LANG: 'C.UTF-8', TZ: 'UTC' };
}

/** A PATH with the programs named and no other; for a machine without Packer. */
export function pathWithOnly(programs: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder('bin');
  for (const [name, path] of Object.entries(programs)) symlinkSync(path, join(folder, name));
  return folder;
}

/** Credentials of nobody, for the EC2 API on this machine. */
export function awsEnvironment(endpoint: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_REGION: 'us-east-1',
    // Where there are no credentials, nobody asks the machine's own cloud for some.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Where a Packer that has `init` keeps its plugins from run to run. */
export function pluginFolder(): string {
  const folder = join(inject('root'), '.cache', 'packer-plugins');
  mkdirSync(folder, { recursive: true });
  return folder;
}

let ownHome: string | undefined;

function home(): string {
  ownHome ??= temporaryFolder('home');
  return ownHome;
}
