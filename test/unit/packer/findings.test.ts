import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnosticFindings, wordlessFinding } from '../../../src/packer/findings.ts';
import { readTranscript } from '../../support/transcripts.ts';
import { createTemplate } from '../builders.ts';

const FILE = 'images/web/main.pkr.hcl';

const of = (name: string) => diagnosticFindings(readTranscript(name).stdout, createTemplate(), 'validate');

describe('what a recorded call found', () => {
  test.each<
    [string, readonly (readonly [what: string, line: number | undefined, why: RegExp, fix: RegExp])[]]
  >([
    ['validate-ok', []],
    ['validate-json', []],
    [
      'validate-seed',
      [['missing source reference', 8, /must reference at least one source to be built$/, /sources/]],
    ],
    ['validate-mr-seed', [['missing source reference', 8, /^a build block must reference/, /sources/]]],
    [
      'validate-unknown-attr',
      [['Unsupported argument', 11, /"ami_nam".*Did you mean "ami_name"\?$/, /argument/]],
    ],
    [
      'validate-mr-unknown-attr',
      [['Unsupported argument', 11, /"ami_nam".*Did you mean "ami_name"\?$/, /argument/]],
    ],
    ['validate-undeclared-var', [['Unsupported attribute', 11, /named "nope"\.$/, /Declare/]]],
    ['validate-unknown-source', [['Unknown source amazon-ebs.web', 10, /^Known: \[\]$/, /`source` block/]]],
    [
      'validate-unset-var',
      [
        [
          'Unset variable "region"',
          undefined,
          /^A used variable .* default value; see https:.* for details\.$/,
          /`variables: region=…`/,
        ],
        ['Unset variable "db_password"', undefined, /^A used variable/, /`variables: db_password=…`/],
      ],
    ],
    [
      'validate-mr-unset-var',
      [
        [
          'Unset variable "region"',
          undefined,
          /^A used variable .* default value; see https:.* for details\.$/,
          /region=/,
        ],
        ['Unset variable "db_password"', undefined, /^A used variable/, /db_password=/],
      ],
    ],
    [
      'validate-undeclared-flag',
      [['Undefined -var variable', undefined, /^A "nope" variable .* variables\.pkr\.hcl$/, /Declare/]],
    ],
    [
      'validate-missing-varfile',
      [['Failed to read file', undefined, /"nope\.pkrvars\.hcl" could not be read\.$/, /`var-files`/]],
    ],
    [
      'validate-missing-plugin',
      [['Missing plugins', undefined, /github\.com\/hashicorp\/qemu ~> 1/, /`init: true`/]],
    ],
    [
      'validate-empty-dir',
      [['Could not find any config file in .', undefined, /A folder can be referenced\.$/, /`templates`/]],
    ],
    [
      'validate-warn',
      [['For security reasons, your source AMI filter must declare an owner.', 13, /^$/, /owners = /]],
    ],
    [
      'validate-missing-required',
      [
        ['ami_name must be specified', 10, /^$/, /Add the argument/],
        ['ami_name must be between 3 and 128 characters long', 10, /^$/, /^/],
        [
          'An ssh_username must be specified Note: some builders used to default ssh_username to "root".',
          10,
          /^$/,
          /Add/,
        ],
        ['either instance_type or spot_instance_types must be specified', 10, /^$/, /Add the argument/],
      ],
    ],
    [
      'validate-syntax',
      [
        ...[11, 12, 13, 14, 15].map(
          (line) =>
            [
              'Invalid multi-line string',
              line,
              /^Quoted strings .* multi-line template syntax\.$/,
              /heredoc/,
            ] as const,
        ),
        [
          'Unterminated template string',
          11,
          /^No closing marker was found for the string\.$/,
          /Close the string/,
        ],
      ],
    ],
  ])('%s', (name, expected) => {
    const findings = of(name);
    expect(findings.map(({ what, at }) => [what, at?.file, at?.line])).toEqual(
      expected.map(([what, line]) => [what, line === undefined ? undefined : FILE, line]),
    );
    for (const [index, [, , why, fix]] of expected.entries()) {
      expect(findings[index]?.why).toMatch(why);
      expect(findings[index]?.fix).toMatch(fix);
      expect(findings[index]).toMatchObject({ severity: 'error', rule: 'packer', template: 'images/web' });
    }
  });

  test('fmt-syntax, with the column and the last line of each fault', () => {
    const findings = of('fmt-syntax');
    expect(findings.map(({ what, at }) => [what, at])).toEqual([
      ['Invalid multi-line string', { file: FILE, line: 11, column: 18, endLine: 12, endColumn: 1 }],
      ['Invalid multi-line string', { file: FILE, line: 12, column: 30, endLine: 13, endColumn: 1 }],
      ['Invalid multi-line string', { file: FILE, line: 13, column: 2, endLine: 14, endColumn: 1 }],
      ['Invalid multi-line string', { file: FILE, line: 14, column: 8, endLine: 15, endColumn: 1 }],
      ['Invalid multi-line string', { file: FILE, line: 15, column: 38, endLine: 16, endColumn: 1 }],
      ['Unterminated template string', { file: FILE, line: 11, column: 18, endLine: 12, endColumn: 1 }],
    ]);
    expect(findings[0]?.why).toMatch(/^Quoted strings .* To produce a multi-line string, .* syntax\.$/);
  });
});

describe('the file of a finding', () => {
  const at = (file: string, folder: string): string | undefined => {
    const template = createTemplate({
      name: folder,
      folder,
      directory: folder === '.' ? '/repository' : `/repository/${folder}`,
      files: [folder === '.' ? 'main.pkr.hcl' : `${folder}/main.pkr.hcl`],
    });
    const output = `Error: Title\n\n  on ${file} line 3:\n  (source code not available)\n\ntext\n\n`;
    return diagnosticFindings(output, template, 'validate')[0]?.at?.file;
  };

  test.each([
    ['main.pkr.hcl', 'images/web', FILE],
    ['./main.pkr.hcl', 'images/web', FILE],
    ['main.pkr.hcl', '.', 'main.pkr.hcl'],
    ['./main.pkr.hcl', '.', 'main.pkr.hcl'],
  ])('%s in %s is %s from the root', (file, folder, expected) => {
    expect(at(file, folder)).toBe(expected);
  });

  // Var files are given to Packer by absolute path, and it names them so.
  test.each([['images/web'], ['.']])(
    'is from the root of the repository for a var file too, in %s',
    (folder) => {
      expect(at('/repository/vars/prod.pkrvars.hcl', folder)).toBe('vars/prod.pkrvars.hcl');
    },
  );
});

describe('a call that failed without a diagnostic', () => {
  test('is told with what it printed last', () => {
    const { stdout, stderr } = readTranscript('init-offline');
    const captured = { ending: { kind: 'exited' as const, code: 1 }, stdout, stderr };
    const finding = wordlessFinding(captured, 'init', createTemplate(), 'init');
    expect(finding.what).toBe('`packer init` failed (exit code 1).');
    expect(finding.why).toContain('no such host');
    expect(finding.fix).toContain('`required_plugins`');
    expect(finding).toMatchObject({ severity: 'error', reason: 'init', template: 'images/web' });
  });

  test('because it died is told with the signal', () => {
    const captured = { ending: { kind: 'killed' as const, signal: 'SIGKILL' }, stdout: '', stderr: '' };
    const finding = wordlessFinding(captured, 'validate', createTemplate(), 'validate');
    expect(finding.what).toBe('`packer validate` died (killed by SIGKILL).');
    expect(finding.fix).toContain('memory');
  });
});

/** Pieces of Packer's own diagnostics in any order, with numbers that it would never print. */
const scrambled = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'Error: x\n',
        'Warning: y\n',
        '\n',
        '* ',
        '\t* ',
        '2 errors occurred:\n',
        '  (source code not available)\n',
      ),
      fc.tuple(fc.string(), fc.nat(3)).map(([file, line]) => `  on ${file} line ${line}:\n`),
      fc
        .tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2))
        .map(([a, b, c, d]) => `* m.hcl:${a},${b}-${c},${d}: Bad; why\n`),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

test('no text whatever makes a finding before the first line or column of a file', () => {
  fc.assert(
    fc.property(scrambled, (output) => {
      for (const { at } of diagnosticFindings(output, createTemplate(), 'validate')) {
        if (at === undefined) continue;
        for (const number of [at.line, at.endLine ?? 1, at.column ?? 1])
          expect(number).toBeGreaterThanOrEqual(1);
        expect(at.endLine ?? at.line).toBeGreaterThanOrEqual(at.line);
      }
    }),
    { numRuns: 1000 },
  );
});
