import { type ChildProcess, spawn } from 'node:child_process';
import { cleanEnvironment } from './environment.ts';
import { part } from './parts.ts';

/** An EC2 API on this machine. */
export type Moto = {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
};

/** Starts moto on a free port of its own choice and waits until it answers. */
export async function startMoto(): Promise<Moto> {
  const child = spawn(part('moto').path, ['-H', '127.0.0.1', '-p', '0'], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stopAtExit = (): boolean => child.kill('SIGKILL');
  process.once('exit', stopAtExit);
  const endpoint = await readEndpoint(child);
  return {
    endpoint,
    stop: async () => {
      process.off('exit', stopAtExit);
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** moto prints its address as soon as its socket listens; requests from then on are answered. */
function readEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      // It goes on to log each request, which is read and forgotten so that the pipe never fills.
      if (text.length < 10_000) text += chunk;
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`moto_server exited with ${code}:\n${text}`)));
  });
}
