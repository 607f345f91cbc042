import { describe, expect, it } from 'vitest';
import { type Played, play, WEB } from '../support/scenario.ts';

/** A template that our own parser cannot read, while the Packer of these tests takes it. */
const UNREAD = { [`${WEB}/main.pkr.hcl`]: 'build {\n}\nlocals {\n  a =\n}\n' };

const review = (inputs: Readonly<Record<string, string>>): Promise<Played> =>
  play({ files: UNREAD, script: [], with: { mode: 'validate', checks: 'fmt, validate, lint', ...inputs } });

const told = ({ annotations }: Played): string => annotations.map(({ message }) => message).join('\n');

describe('a template that Packer accepts and we cannot read', () => {
  it('is not called broken', async () => {
    const run = await review({ init: 'false' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.errors).toBe('0');
    expect(told(run)).not.toContain('not valid HCL');
  });

  it('comes with a word that it was not linted', async () => {
    expect(told(await review({ init: 'false' }))).toMatch(/lint/i);
  });

  it('comes with a word that it was not initialised', async () => {
    const run = await review({});
    expect(run.packer.callsOf('init')).toEqual([]);
    expect(told(run)).toContain('init');
  });
});

describe('a template that nobody can read', () => {
  it('keeps our words where Packer says nothing of that file', async () => {
    const run = await play({
      files: UNREAD,
      script: [{ subcommand: 'validate', answer: { stderr: 'panic: out of memory\n', exitCode: 2 } }],
      with: { mode: 'validate', checks: 'fmt, validate, lint', init: 'false' },
    });

    expect(run.exitCode).toBe(1);
    expect(told(run)).toContain('not valid HCL');
    expect(told(run)).toContain('out of memory');
  });

  it('keeps only Packer’s where it does', async () => {
    const said =
      'Error: Invalid expression\n\n  on main.pkr.hcl line 4:\n  (source code not available)\n\nExpected one.\n\n';
    const run = await play({
      files: UNREAD,
      script: [{ subcommand: 'validate', answer: { stdout: said, exitCode: 1 } }],
      with: { mode: 'validate', checks: 'fmt, validate, lint', init: 'false' },
    });

    expect(told(run)).not.toContain('not valid HCL');
    expect(run.outputs.errors).toBe('1');
    expect(run.annotations).toContainEqual(expect.objectContaining({ line: 4, file: `${WEB}/main.pkr.hcl` }));
  });
});
