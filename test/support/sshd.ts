import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { mustRun } from './command.ts';
import { cleanEnvironment } from './environment.ts';
import { part } from './parts.ts';
import { temporaryFolder } from './temporary.ts';

/** A machine to provision: this one, as the current user, through SSH. */
export type Sshd = {
  readonly port: number;
  readonly user: string;
  readonly privateKeyFile: string;
  readonly publicKey: string;
  /** Lets one more private key in, PEM. */
  readonly authorize: (privateKey: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Starts an SSH server of the tests' own on 127.0.0.1, with keys that exist only for this run. */
export async function startSshd(): Promise<Sshd> {
  const folder = temporaryFolder('sshd');
  chmodSync(folder, 0o700);
  for (const name of ['host', 'user'])
    await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)], {
      cwd: folder,
      env: cleanEnvironment(),
    });
  copyFileSync(join(folder, 'user.pub'), join(folder, 'authorized_keys'));
  const port = await freePort();
  writeFileSync(join(folder, 'sshd_config'), sshdConfig(folder, port));
  // The folder that sshd started by root locks itself into; a service would have made it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });

  const child = spawn(part('sshd').path, ['-D', '-e', '-f', join(folder, 'sshd_config')], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stopAtExit = (): boolean => child.kill('SIGTERM');
  process.once('exit', stopAtExit);
  await waitUntilListening(child, port);
  return {
    port,
    user: userInfo().username,
    privateKeyFile: join(folder, 'user'),
    publicKey: readFileSync(join(folder, 'user.pub'), 'utf8'),
    authorize: async (privateKey) => {
      const file = join(temporaryFolder('key'), 'key');
      writeFileSync(file, `${privateKey.trim()}\n`, { mode: 0o600 });
      const publicKey = await mustRun('ssh-keygen', ['-y', '-f', file], {
        cwd: folder,
        env: cleanEnvironment(),
      });
      appendFileSync(join(folder, 'authorized_keys'), `${publicKey.trim()}\n`);
    },
    stop: async () => {
      process.off('exit', stopAtExit);
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function sshdConfig(folder: string, port: number): string {
  return [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    `PidFile ${join(folder, 'pid')}`,
    `AllowUsers ${userInfo().username}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    // The temporary folder above is open to all, as temporary folders are.
    'StrictModes no',
    // Several builds of one template arrive at once.
    'MaxStartups 100',
    'Subsystem sftp internal-sftp',
    '',
  ].join('\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address === null || typeof address === 'string' ? 0 : address.port;
      server.close(() => resolve(port));
    });
  });
}

async function waitUntilListening(child: ChildProcess, port: number): Promise<void> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-10_000);
  });
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`sshd exited with ${child.exitCode}:\n${said}`);
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`sshd does not listen on ${port}:\n${said}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
