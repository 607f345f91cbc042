import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An EC2 API on this machine; it forgets everything when it stops. */
export type EmbeddedEc2 = { readonly endpoint: string; readonly stop: () => Promise<void> };

/** What Canonical publishes and the template looks for; moto's own list ends with Ubuntu 17. */
const PUBLIC_IMAGES = [
  {
    ami_id: 'ami-0a1b2c3d4e5f60718',
    state: 'available',
    public: true,
    owner_id: '099720109477',
    image_location: 'amazon/ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20261112',
    sriov: 'simple',
    root_device_type: 'ebs',
    root_device_name: '/dev/sda1',
    description: 'Canonical, Ubuntu, 24.04, amd64 noble image',
    image_type: 'machine',
    platform: null,
    architecture: 'x86_64',
    name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20261112',
    virtualization_type: 'hvm',
    hypervisor: 'xen',
  },
];

/** Starts moto on a free port; `folder` takes its list of public images. */
export async function startEmbeddedEc2(
  program: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<EmbeddedEc2> {
  const images = join(folder, 'public-images.json');
  writeFileSync(images, JSON.stringify(PUBLIC_IMAGES));
  const child = spawn(program, ['-H', '127.0.0.1', '-p', '0'], {
    env: { ...environment, MOTO_AMIS_PATH: images },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const endpoint = await readEndpoint(child);
  const stop = async (): Promise<void> => {
    kill();
    await ended;
    process.off('exit', kill);
  };
  return { endpoint, stop };
}

/** moto says where it listens in a line on standard error, and logs its requests there from then on. */
function readEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 10_000) said += text;
      const endpoint = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (endpoint !== undefined) resolve(endpoint);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`moto_server ended with ${code}:\n${said}`)));
  });
}
