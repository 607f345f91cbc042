import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { FAILURE_REASONS } from '../src/failure.ts';
import { DEFAULTS, parseInputs } from '../src/inputs/inputs.ts';
import { OUTPUT_NAMES } from '../src/report/output-names.ts';

const ROOT = path.join(import.meta.dirname, '..');

type Described = Readonly<Record<string, { readonly description: string; readonly default?: unknown }>>;
const METADATA: {
  readonly inputs: Described;
  readonly outputs: Described;
  readonly runs: Readonly<Record<string, string>>;
} = parse(readFileSync(path.join(ROOT, 'action.yml'), 'utf8'));

/** The code under a folder, by path from the root. */
function code(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|js)$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  return new Map(files.toSorted().map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]));
}

const SOURCE = code('src');
const ALL = new Map([...SOURCE, ...code('test'), ...code('scripts')]);

/** The code of a file without its comments, which may speak of what the file must not do. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

const filesWith = (pattern: RegExp, files = SOURCE): readonly string[] =>
  [...files].filter(([, text]) => pattern.test(withoutComments(text))).map(([file]) => file);

describe('action.yml', () => {
  test('has just the inputs that the code reads', () => {
    const asked = new Set<string>();
    parseInputs(
      (name) => {
        asked.add(name);
        return '';
      },
      { workspace: ROOT, temporary: ROOT },
    );
    expect([...asked].toSorted()).toEqual(Object.keys(METADATA.inputs).toSorted());
  });

  test('has the defaults of the code', () => {
    const declared = Object.entries(METADATA.inputs).flatMap(([name, input]) =>
      // What the runner evaluates, such as `github.token`, the code cannot know.
      input.default === undefined || String(input.default).startsWith('${{')
        ? []
        : [[name, String(input.default).trim()]],
    );
    expect(Object.fromEntries(declared)).toEqual(DEFAULTS);
  });

  test('has just the outputs that the code writes, in that order', () => {
    expect(Object.keys(METADATA.outputs)).toEqual(OUTPUT_NAMES);
  });

  test('describes every input and output', () => {
    for (const entry of [...Object.values(METADATA.inputs), ...Object.values(METADATA.outputs)])
      expect(entry.description).toMatch(/^.{10,}[.:`].*$/s);
  });

  test('lists the words of failure-reason, all of them', () => {
    const listed = METADATA.outputs['failure-reason']?.description.match(/`[a-z-]+`/g) ?? [];
    expect(listed.map((word) => word.slice(1, -1))).toEqual(FAILURE_REASONS);
  });

  test('runs the bundle on Node 24, and again after the job', () => {
    expect(METADATA.runs).toEqual({
      using: 'node24',
      main: 'dist/index.js',
      post: 'dist/index.js',
      'post-if': 'always()',
    });
  });
});

describe('one file', () => {
  test('reads the inputs', () => {
    expect(filesWith(/\bget(Multiline|Boolean)?Input\b|INPUT_[A-Z]{2}/)).toEqual(['src/inputs/inputs.ts']);
  });

  test('reads the environment', () => {
    expect(filesWith(/process\s*\.\s*env\b|process\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/)).toEqual([
      'src/context.ts',
    ]);
  });

  test('writes the outputs', () => {
    expect(
      filesWith(/\bsetOutput\b|GITHUB_OUTPUT\b(?!\|)/).filter((file) => file !== 'src/packer/environment.ts'),
    ).toEqual(['src/report/publish.ts']);
  });
});

describe('the code', () => {
  test('has no file over 250 lines', () => {
    const long = [...ALL].filter(([, text]) => text.trimEnd().split('\n').length > 250).map(([file]) => file);
    expect(long).toEqual([]);
  });

  test('has files to look at', () => {
    expect(SOURCE.size).toBeGreaterThan(30);
    expect(ALL.size).toBeGreaterThan(SOURCE.size + 20);
  });

  test('mocks no module', () => {
    const mocking = new RegExp(['vi', '(mock|doMock|hoisted|unstable_mockModule)\\b'].join('\\s*\\.\\s*'));
    expect(filesWith(mocking, ALL)).toEqual([]);
  });

  test('has no default export but where a tool wants one', () => {
    expect(filesWith(/^export default\b/m, ALL)).toEqual([]);
  });

  test('has no file of odds and ends', () => {
    const odd = [...ALL.keys()].filter((file) =>
      /(^|\/)(utils?|helpers?|common|misc|shared)(\.|\/)/.test(file),
    );
    expect(odd).toEqual([]);
  });

  test('casts nothing by way of unknown and silences no checker', () => {
    const silenced = new RegExp(
      ['as unknown ' + 'as\\b', '@ts-' + '(ignore|expect-error|nocheck)', 'biome-' + 'ignore'].join('|'),
    );
    expect([...ALL].filter(([, text]) => silenced.test(text)).map(([file]) => file)).toEqual([]);
  });

  test('starts processes, speaks to AWS and reads HCL only where it may', () => {
    const from = (module: string): RegExp => new RegExp(`(from|import\\()\\s*'${module}'`);
    const folders = (module: string): readonly string[] =>
      filesWith(from(module)).map((file) => file.split('/').slice(0, 2).join('/'));
    expect(new Set(folders('@aws-sdk/client-ec2'))).toEqual(new Set(['src/aws']));
    expect(new Set([...folders('@actions/exec'), ...folders('node:child_process')])).toEqual(
      new Set(['src/packer', 'src/git.ts']),
    );
  });
});
