// `npm run demo`: installs what is missing, then runs the whole road once on this machine. Plain JavaScript
// that any Node from 20 runs with nothing installed; the demo itself runs on the Node of the project.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMoto } from './install/moto.mjs';
import { installPacker } from './install/packer.mjs';
import { installTerraform } from './install/terraform.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MODULES = join(ROOT, 'node_modules');
const NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The npm packages that the demo imports; the action itself is one bundle and needs none. */
const NEEDED = ['@aws-sdk/client-ec2', 'yaml'];

installModules();
const install = { install: true };
const parts = {
  packer: installPacker(install),
  moto: installMoto(install),
  terraform: installTerraform(install),
};
const demo = spawnSync(NODE, [join(ROOT, 'scripts', 'demo', 'demo.ts')], {
  stdio: 'inherit',
  env: { ...process.env, PACKER_CI_DEMO_PARTS: JSON.stringify(parts) },
});
if (demo.error !== undefined) console.error(demo.error.message);
process.exitCode = demo.status ?? 1;

/** Installs the npm packages of the lock file, unless those of the demo are there. */
function installModules() {
  if (existsSync(NODE) && NEEDED.every((name) => existsSync(join(MODULES, name)))) return;
  console.log('Installing npm packages');
  // npm is a script of its own name on Windows, which only a shell finds.
  const done = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (done.status === 0) return;
  console.error('npm ci failed; its own words are above.');
  process.exit(1);
}
