import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../test/support/command.ts';

/** A part of the template that the copy does without, why, and the lint rules that rightly miss it. */
export type LeftOut = { readonly what: string; readonly why: string; readonly rules: readonly string[] };

/** A pull request as `actions/checkout` leaves it, with a template made ready for the embedded EC2. */
export type Staged = {
  readonly workspace: string;
  readonly head: string;
  readonly merge: string;
  readonly base: string;
  readonly leftOut: readonly LeftOut[];
  /** Arguments of the source block that were put in. */
  readonly added: readonly string[];
};

export type StageOptions = {
  readonly root: string;
  readonly folder: string;
  readonly packer: { readonly path: string; readonly version: string };
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string>>;
};

const TEMPLATE = 'templates/aws-ubuntu';

/** What an EC2 on this machine has no use for, whichever Packer builds. */
const NOT_ON_THIS_MACHINE: readonly LeftOut[] = [
  { what: 'provisioner', why: 'the embedded EC2 starts no machine to log in to', rules: [] },
  { what: 'deprecate_at', why: 'the embedded EC2 has no such call', rules: ['PKR508'] },
  {
    what: 'temporary_security_group_source_public_ip',
    why: 'it asks a server on the Internet for the address of this machine',
    rules: ['PKR401'],
  },
];

/** From Packer 1.7 on, run tags go on the image and its snapshots in the call that makes them. */
const RUN_TAGS: LeftOut = {
  what: 'run_tags',
  why: 'the embedded EC2 tags no snapshot while it makes an image',
  rules: ['PKR704'],
};

/** Arguments and blocks that the amazon builder inside Packer 1.6 does not know, beside those above. */
const UNKNOWN_TO_1_6: readonly Omit<LeftOut, 'why'>[] = [
  { what: 'imds_support', rules: ['PKR503'] },
  { what: 'metadata_options', rules: ['PKR504'] },
];

/** Writes the repository, commits it and checks out the merge commit of its pull request. */
export async function stage(options: StageOptions): Promise<Staged> {
  const { root, folder, environment } = options;
  const workspace = join(folder, 'repository');
  mkdirSync(workspace);
  const git = (...args: readonly string[]): Promise<string> =>
    mustRun('git', args, { cwd: workspace, env: { ...environment, ...IDENTITY } });
  const commit = async (message: string): Promise<string> => {
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
    return (await git('rev-parse', 'HEAD')).trim();
  };

  await git('init', '--quiet', '--initial-branch=main');
  cpSync(join(root, 'examples/terraform/tfvars'), join(workspace, 'infra'), { recursive: true });
  const base = await commit('Deploy the images');
  await git('switch', '--quiet', '--create', 'bigger-disks');
  cpSync(join(root, TEMPLATE), join(workspace, TEMPLATE), { recursive: true });
  const changes = await adapt(join(workspace, TEMPLATE), options);
  const head = await commit('Build an image');
  await git('switch', '--quiet', '--detach', 'main');
  await git('merge', '--quiet', '--no-ff', '--message', 'Merge the pull request', 'bigger-disks');
  const merge = (await git('rev-parse', 'HEAD')).trim();
  return { workspace, head, merge, base, ...changes };
}

const IDENTITY = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Demo',
  GIT_AUTHOR_EMAIL: 'demo@example.com',
  GIT_COMMITTER_NAME: 'Demo',
  GIT_COMMITTER_EMAIL: 'demo@example.com',
} as const;

/** Whether a Packer has `init` and `required_plugins`. */
export function hasInit(version: string): boolean {
  return atLeast(version, [1, 7]);
}

function atLeast(version: string, wanted: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1]);
}

/** Fits the copied template to this machine: to its Packer, and to an EC2 that has no machines. */
async function adapt(
  directory: string,
  { packer, endpoint, environment }: StageOptions,
): Promise<Pick<Staged, 'leftOut' | 'added'>> {
  const image = join(directory, 'image.pkr.hcl');
  const entries = entriesToLeaveOut(packer.version);
  const added = [
    'communicator = "none"',
    'skip_region_validation = true',
    // A newer Packer finds the embedded EC2 through AWS_ENDPOINT_URL.
    ...(hasInit(packer.version) ? [] : [`custom_endpoint_ec2 = "${endpoint}"`]),
  ];
  const rest = entries.reduce((text, { what }) => withoutEntries(text, what), readFileSync(image, 'utf8'));
  const lines = added.map((entry) => `  ${entry}\n`).join('');
  writeFileSync(
    image,
    rest.replace(/^source .*\{\n/m, (line) => line + lines),
  );
  const leftOut = [...relaxRequirements(join(directory, 'packer.pkr.hcl'), packer.version), ...entries];
  // Alignment changes with the lines that went and came, and the action checks the format.
  await mustRun(packer.path, ['fmt', '.'], { cwd: directory, env: environment });
  return { leftOut, added };
}

function entriesToLeaveOut(version: string): readonly LeftOut[] {
  if (hasInit(version)) return [...NOT_ON_THIS_MACHINE, RUN_TAGS];
  const why = `the amazon builder of Packer ${version} does not know it`;
  return [...NOT_ON_THIS_MACHINE, ...UNKNOWN_TO_1_6.map((entry) => ({ ...entry, why }))];
}

/** The template asks for Packer 1.16, as its users should; the demo makes do with what is here. */
function relaxRequirements(file: string, version: string): readonly LeftOut[] {
  if (atLeast(version, [1, 16])) return [];
  if (hasInit(version)) {
    writeFileSync(file, withoutEntries(readFileSync(file, 'utf8'), 'required_version'));
    const why = `it asks for 1.16, and this is Packer ${version}`;
    return [{ what: 'required_version', why, rules: ['PKR104'] }];
  }
  rmSync(file);
  const why = `Packer ${version} does not know required_plugins; 1.7 does`;
  return [{ what: 'packer.pkr.hcl', why, rules: ['PKR101', 'PKR104'] }];
}

/**
 * A text without the arguments and blocks of a name that stand one level deep. In canonical format an entry
 * of several lines ends with a closing sign at its own depth.
 */
function withoutEntries(text: string, name: string): string {
  const entry = new RegExp(
    `^  ${name}\\b(?:.*[{[(]\\n(?: {3,}.*\\n|\\n)*?  [}\\])]+\\n|.*[^{[(\\n]\\n)\\n?`,
    'gm',
  );
  return text.replace(entry, '');
}
