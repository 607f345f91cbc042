import { execFile } from 'node:child_process';

export type Finished = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
};

export type CommandOptions = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

/** Runs a short command to its end; a failing one is a result and not an exception. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(command, args, { ...options, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ exitCode, stdout, stderr: error?.killed ? `${stderr}${error.message}` : stderr });
    });
  });
}

/** As `runCommand`, for commands of the tests' own that must work. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command, args, options);
  if (exitCode !== 0)
    throw new Error(`${command} ${args.join(' ')} exited with ${exitCode}:\n${stdout}\n${stderr}`);
  return stdout;
}
