import type { Failure } from '../failure.ts';
import { endingText } from './ending.ts';
import type { Packer } from './packer.ts';

/** The version that `packer version` names, such as `1.16.0` or `1.17.0-dev`. */
export async function readVersion(
  packer: Packer,
  /** A folder with nothing in it: an old Packer runs every `packer-plugin-*` that lies where it is called. */
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly version: string } | Failure> {
  const { ending, stdout, stderr } = await packer.capture({ args: ['version'], cwd, env });
  const version = /^Packer v(\S+)/m.exec(stdout)?.[1];
  if (ending.kind === 'exited' && ending.code === 0 && version !== undefined) return { version };
  return {
    reason: 'input',
    what: `\`packer version\` did not work (${endingText(ending)}).`,
    why: `${packer.path} said: ${(stderr.trim() || stdout.trim() || 'nothing').slice(0, 500)}`,
    fix: 'Check that the `packer` on PATH is HashiCorp Packer and runs on this machine.',
  };
}

/** Some Linux distributions have another `packer` of their own (cracklib-packer); this is how to get the right one. */
export const PACKER_MISSING: Failure = {
  reason: 'input',
  what: 'There is no `packer` on PATH.',
  why: 'Every check and build needs it. GitHub-hosted Ubuntu and macOS runners carry it; this runner does not.',
  fix: 'Add the step `uses: hashicorp/setup-packer` before this one, or install Packer on the runner.',
};

/** `packer init` and `required_plugins` came with 1.7.0. */
export function initUnsupported(version: string): Failure | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 1 || (major === 1 && minor >= 7)) return undefined;
  return {
    reason: 'init',
    what: `Packer ${version} has no \`packer init\`.`,
    why: 'It came with Packer 1.7.0, together with the `required_plugins` block.',
    fix: 'Install Packer 1.7 or newer, or set `init: false` and leave `required_plugins` out of the templates.',
  };
}

/** From 1.11 on, Packer runs no plugin that merely lies in the folder where it is called. */
export function runsPluginsOfFolder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 1 || (major === 1 && minor < 11);
}
