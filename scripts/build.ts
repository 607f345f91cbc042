import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Bundles src/ into dist/ with ncc. `--check` builds beside it instead and fails when the committed dist
 * is not what the source gives.
 */
const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

function bundle(into: string): void {
  const ncc = path.join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  const args = ['build', 'src/index.ts', '--out', into, '--license', 'licenses.txt', '--quiet', '--no-cache'];
  execFileSync(process.execPath, [ncc, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  for (const file of BESIDE)
    cpSync(path.join(root, 'node_modules', file), path.join(into, path.basename(file)));
}

/** ncc corrupts WebAssembly and cannot bundle its loader, so these lie beside the bundle and are loaded by path. */
const BESIDE = [
  'web-tree-sitter/web-tree-sitter.cjs',
  'web-tree-sitter/web-tree-sitter.wasm',
  '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
];

function files(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(directory, name)).isFile())
    .sort();
}

function differences(a: string, b: string): readonly string[] {
  const names = new Set([...files(a), ...files(b)]);
  const text = (directory: string, name: string): string | undefined => {
    const file = path.join(directory, name);
    return existsSync(file) ? readFileSync(file, 'latin1') : undefined;
  };
  return [...names].filter((name) => text(a, name) !== text(b, name));
}

const built = mkdtempSync(path.join(tmpdir(), 'packer-ci-dist-'));
try {
  bundle(built);
  if (process.argv.includes('--check')) {
    const changed = differences(dist, built);
    if (changed.length > 0) {
      console.error(
        `dist/ is not what src/ gives: ${changed.join(', ')}. Run \`npm run build\` and commit dist/.`,
      );
      process.exitCode = 1;
    }
  } else {
    rmSync(dist, { recursive: true, force: true });
    mkdirSync(dist);
    cpSync(built, dist, { recursive: true });
  }
  const size = files(built).reduce((sum, name) => sum + statSync(path.join(built, name)).size, 0);
  console.log(`dist/: ${(size / 1e6).toFixed(2)} MB in ${files(built).length} files`);
} finally {
  rmSync(built, { recursive: true, force: true });
}
