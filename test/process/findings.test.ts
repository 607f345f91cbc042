import { describe, expect, it } from 'vitest';
import { play, WEB } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';
import type { Annotation } from '../support/workflow-commands.ts';

const FILE = `${WEB}/main.pkr.hcl`;

/** A place in the template, or nothing where Packer names none, and words of the annotation there. */
type Expected = { readonly line?: number; readonly says: string };

const bothSyntax = (line: number): Expected => ({ line, says: 'Invalid multi-line string' });

// The recordings named `validate-mr-…` were made with `-machine-readable`, which the action does not use here.
const VALIDATE: Readonly<Record<string, readonly Expected[]>> = {
  'validate-seed': [{ line: 8, says: 'missing source reference' }],
  'validate-missing-required': [
    { line: 10, says: 'ami_name must be specified' },
    { line: 10, says: 'ami_name must be between 3 and 128 characters long' },
    { line: 10, says: 'An ssh_username must be specified' },
    { line: 10, says: 'either instance_type or spot_instance_types must be specified' },
  ],
  'validate-missing-plugin': [{ says: 'github.com/hashicorp/qemu ~> 1' }],
  'validate-missing-varfile': [{ says: 'The configuration file "nope.pkrvars.hcl" could not be read.' }],
  'validate-syntax': [
    ...[11, 12, 13, 14, 15].map(bothSyntax),
    { line: 11, says: 'No closing marker was found for the string.' },
  ],
  'validate-undeclared-flag': [
    { says: 'To declare variable "nope", place this block in one of your .pkr files' },
  ],
  'validate-undeclared-var': [{ line: 11, says: 'This object does not have an attribute named "nope".' }],
  'validate-unknown-attr': [{ line: 11, says: 'Did you mean "ami_name"?' }],
  'validate-unknown-source': [{ line: 10, says: 'Unknown source amazon-ebs.web' }],
  'validate-unset-var': [
    { line: 10, says: 'Unset variable "region"' },
    { line: 11, says: 'Unset variable "db_password"' },
  ],
  'validate-warn': [{ line: 13, says: 'your source AMI filter must declare an owner' }],
};

/** The runner shows places as they stand in the pull request, so paths count from the repository's root. */
function expectFinding(annotations: readonly Annotation[], { line, says }: Expected): void {
  expect(annotations).toContainEqual(
    expect.objectContaining({
      level: 'error',
      file: line === undefined ? undefined : FILE,
      line,
      message: expect.stringContaining(says),
    }),
  );
}

describe('what `packer validate` finds is shown at its file and line', () => {
  it.each(Object.entries(VALIDATE))('%s', async (name, findings) => {
    const transcript = readTranscript(name);
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'validate', transcript }],
      with: { mode: 'validate' },
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'validate', errors: String(findings.length) });
    for (const finding of findings) expectFinding(run.annotations, finding);
    expect(run.dropped).toEqual([]);
    expect(run.packer.callsOf('build')).toEqual([]);
  });

  it('with the source line that Packer leaves out, in the summary', async () => {
    const transcript = readTranscript('validate-unknown-attr');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'validate', transcript }],
      with: { mode: 'validate' },
    });

    expect(run.summary).toContain('ami_nam       = "x"');
    expect(run.summary).toContain(`${FILE}:11`);
  });

  it('and a template without a fault passes', async () => {
    const run = await play({
      files: templateFiles(WEB, readTranscript('validate-ok')),
      script: [],
      with: { mode: 'validate' },
    });

    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      'failure-reason': '',
      errors: '0',
      warnings: '0',
      templates: JSON.stringify([WEB]),
      'packer-version': '1.16.0',
    });
    expect(run.annotations).toEqual([]);
  });
});

describe('what `packer fmt` would change is shown', () => {
  it('at the first line of each place', async () => {
    const transcript = readTranscript('fmt-check');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'fmt', transcript }],
      with: { mode: 'validate' },
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('fmt');
    expectFinding(run.annotations, { line: 11, says: 'packer fmt' });
    expect(run.summary).toContain('+  ami_name      = "x-1"');
  });

  it('and what it cannot read, with line and reason', async () => {
    const transcript = readTranscript('fmt-syntax');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'fmt', transcript }],
      with: { mode: 'validate', checks: 'fmt' },
    });

    expect(run.exitCode).toBe(1);
    for (const line of [11, 12, 13, 14, 15]) expectFinding(run.annotations, bothSyntax(line));
    expectFinding(run.annotations, { line: 11, says: 'No closing marker was found for the string.' });
    expect(run.packer.callsOf('validate')).toEqual([]);
  });
});

describe('`packer init`', () => {
  it('that gets no plugin fails the step with its words', async () => {
    const transcript = readTranscript('init-offline');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'init', transcript }],
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('init');
    expect(run.annotations.map(({ message }) => message).join('\n')).toContain('github.com/hashicorp/qemu');
    expect(run.log).toContain('dial tcp: lookup api.github.com: no such host');
    expect(run.packer.callsOf('build')).toEqual([]);
  });

  it.each(['init-ok', 'init-noplugins'])('with nothing to do passes (%s)', async (name) => {
    const transcript = readTranscript(name);
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'init', transcript }],
      with: { mode: 'validate' },
    });

    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
  });

  it('is not called with `init: false`', async () => {
    const run = await play({
      files: templateFiles(WEB, readTranscript('validate-ok')),
      script: [],
      with: { mode: 'validate', init: 'false' },
    });

    expect(run.exitCode).toBe(0);
    expect(run.packer.calls().map(({ argv }) => argv[0])).toEqual(['version', 'fmt', 'validate']);
  });
});

describe('severity', () => {
  const warning =
    'Warning: Deprecated argument\n\n  on main.pkr.hcl line 3:\n  (source code not available)\n\nUse something newer.\n\n';

  it.each([
    { failOn: 'error', exitCode: 0, reason: '' },
    { failOn: 'warning', exitCode: 1, reason: 'validate' },
    { failOn: 'never', exitCode: 0, reason: '' },
  ])(
    'of a warning under `fail-on: $failOn` gives exit code $exitCode',
    async ({ failOn, exitCode, reason }) => {
      const run = await play({
        files: templateFiles(WEB, readTranscript('validate-ok')),
        script: [{ subcommand: 'validate', answer: { stdout: `${warning}The configuration is valid.\n` } }],
        with: { mode: 'validate', 'fail-on': failOn },
      });

      expect(run.exitCode).toBe(exitCode);
      expect(run.outputs).toMatchObject({ warnings: '1', errors: '0', 'failure-reason': reason });
      expect(run.annotations).toContainEqual(
        expect.objectContaining({ level: 'warning', file: FILE, line: 3 }),
      );
    },
  );

  it('of formatting under `fail-on: never` leaves the step green', async () => {
    const transcript = readTranscript('fmt-check');
    const run = await play({
      files: templateFiles(WEB, transcript),
      script: [{ subcommand: 'fmt', transcript }],
      with: { mode: 'validate', 'fail-on': 'never' },
    });

    expect(run.exitCode).toBe(0);
    expect(Number(run.outputs.errors)).toBeGreaterThan(0);
  });
});

describe('many findings', () => {
  it('stay within the ten annotations of the runner, with all of them in the summary', async () => {
    const faults = Array.from(
      { length: 30 },
      (_, index) =>
        `Error: Fault number ${index + 1}\n\n  on main.pkr.hcl line ${index + 1}:\n  (source code not available)\n\nSome words.\n\n`,
    );
    const run = await play({
      files: templateFiles(WEB, readTranscript('validate-ok')),
      script: [{ subcommand: 'validate', answer: { stdout: faults.join(''), exitCode: 1 } }],
      with: { mode: 'validate' },
    });

    expect(run.outputs.errors).toBe('30');
    expect(run.dropped).toEqual([]);
    for (const number of [1, 15, 30]) expect(run.summary).toContain(`Fault number ${number}`);
  });

  it('of several templates are all told: one bad template hides no other', async () => {
    const seed = readTranscript('validate-seed');
    const unknown = readTranscript('validate-unknown-attr');
    const run = await play({
      files: { ...templateFiles('images/a', seed), ...templateFiles('images/b', unknown) },
      script: [
        { subcommand: 'validate', template: 'a', transcript: seed },
        { subcommand: 'validate', template: 'b', transcript: unknown },
      ],
    });

    const places = run.annotations.flatMap(({ file, line }) =>
      file === undefined ? [] : [`${file}:${line}`],
    );
    expect(places).toEqual(['images/a/main.pkr.hcl:8', 'images/b/main.pkr.hcl:11']);
    expect(run.packer.callsOf('build')).toEqual([]);
  });
});
