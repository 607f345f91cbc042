import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mustRun } from './command.ts';
import { cleanEnvironment } from './environment.ts';
import { temporaryFolder } from './temporary.ts';

/** Texts by path from the root. */
export type Files = Readonly<Record<string, string>>;

/** A checked out Git repository. */
export type Repository = {
  readonly root: string;
  /** The commit that is checked out. */
  readonly head: string;
};

/** What `actions/checkout` leaves on a pull request. */
export type PullRequestCheckout = {
  readonly root: string;
  /** The last commit of the pull request's branch: what the author pushed. Not in the shallow clone. */
  readonly head: string;
  /** GitHub's merge of it into the base, which is what is checked out. */
  readonly merge: string;
  readonly base: string;
};

/** A repository with one commit of these files. */
export async function createRepository(files: Files): Promise<Repository> {
  const root = temporaryFolder('repository');
  await git(root, ['init', '--quiet', '--initial-branch=main']);
  return { root, head: await commitFiles(root, files, 'Add the images') };
}

/**
 * A pull request that adds these files, checked out as `actions/checkout` does by default: the merge
 * commit alone, detached, without history.
 */
export async function checkOutPullRequest(files: Files): Promise<PullRequestCheckout> {
  const origin = await createRepository({ 'README.md': '# Images\n' });
  await git(origin.root, ['switch', '--quiet', '--create', 'bigger-disks']);
  const head = await commitFiles(origin.root, files, 'Bigger disks');
  await git(origin.root, ['switch', '--quiet', 'main']);
  await git(origin.root, ['merge', '--quiet', '--no-ff', '--message', 'Merge', 'bigger-disks']);
  const merge = await headOf(origin.root);

  const root = temporaryFolder('checkout');
  await git(root, ['init', '--quiet', '--initial-branch=main']);
  await git(root, ['fetch', '--quiet', '--depth=1', `file://${origin.root}`, merge]);
  await git(root, ['checkout', '--quiet', '--detach', merge]);
  return { root, head, merge, base: origin.head };
}

/** Writes files under a folder, making the folders on the way. */
export function writeFiles(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

async function commitFiles(root: string, files: Files, message: string): Promise<string> {
  writeFiles(root, files);
  await git(root, ['add', '--all']);
  await git(root, ['commit', '--quiet', '--allow-empty', '--message', message]);
  return headOf(root);
}

async function headOf(root: string): Promise<string> {
  return (await git(root, ['rev-parse', 'HEAD'])).trim();
}

function git(cwd: string, args: readonly string[]): Promise<string> {
  // Fetching one commit by its id, as GitHub allows it.
  const always = ['-c', 'uploadpack.allowAnySHA1InWant=true', '-c', 'core.autocrlf=false'];
  const env = {
    ...cleanEnvironment(),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Octocat',
    GIT_AUTHOR_EMAIL: 'octocat@example.com',
    GIT_COMMITTER_NAME: 'Octocat',
    GIT_COMMITTER_EMAIL: 'octocat@example.com',
  };
  return mustRun('git', [...always, ...args], { cwd, env });
}
