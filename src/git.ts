import { getExecOutput } from '@actions/exec';

/** The commit that is checked out in a directory, or undefined where that is not known. */
export async function checkedOutCommit(directory: string): Promise<string | undefined> {
  try {
    // In a container the directory belongs to another user, which git refuses without this.
    const args = ['-c', 'safe.directory=*', 'rev-parse', 'HEAD'];
    const { exitCode, stdout } = await getExecOutput('git', args, {
      cwd: directory,
      ignoreReturnCode: true,
      silent: true,
    });
    const commit = stdout.trim();
    return exitCode === 0 && /^[0-9a-f]{40}$/.test(commit) ? commit : undefined;
  } catch {
    return undefined; // No git on this runner: the tag that needs it is left out.
  }
}
