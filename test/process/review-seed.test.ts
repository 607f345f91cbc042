import { describe, expect, it } from 'vitest';
import { type Played, play, WEB } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

const FILE = `${WEB}/main.pkr.hcl`;
const ALL_CHECKS = { mode: 'validate', checks: 'fmt\nvalidate\nlint' } as const;

/** The template of every tutorial, as Packer and lint see it. */
function review(inputs: Readonly<Record<string, string>> = {}): Promise<Played> {
  const transcript = readTranscript('validate-seed');
  return play({
    files: templateFiles(WEB, transcript),
    script: [{ subcommand: 'validate', transcript }],
    with: { ...ALL_CHECKS, ...inputs },
  });
}

const placesOf = ({ annotations }: Played): readonly string[] =>
  annotations
    .filter(({ file }) => file === FILE)
    .map(({ line, level, title }) => `${line} ${level} ${title}`)
    .toSorted();

describe('the template that everyone copies', () => {
  it('gets each of its faults at its line', async () => {
    const run = await review();

    expect(placesOf(run)).toEqual(
      expect.arrayContaining([
        '1 error PKR101', // amazon-ebs without required_plugins
        '5 notice PKR902', // {{timestamp}}
        '8 error PKR901', // the build without sources
      ]),
    );
    expect(run.exitCode).toBe(1);
  });

  it('hears of its build without sources once, in our words, though Packer says it too', async () => {
    const run = await review();

    const ofBuild = run.annotations.filter(({ line }) => line === 8);
    expect(ofBuild).toHaveLength(1);
    expect(ofBuild[0]).toMatchObject({ level: 'error', title: 'PKR901', file: FILE });
    expect(ofBuild[0]?.message).toContain('sources = ["source.amazon-ebs.web"]');
    expect(run.summary).not.toContain('a build block must reference at least one source');
    const errors = run.annotations.filter(({ file, level }) => file !== undefined && level === 'error');
    expect(run.outputs.errors).toBe(String(errors.length));
  });

  it('hears it from Packer alone when the rule is ignored', async () => {
    const run = await review({ 'lint-ignore': 'PKR901' });

    const ofBuild = run.annotations.filter(({ line }) => line === 8);
    expect(ofBuild).toHaveLength(1);
    expect(ofBuild[0]?.message).toContain('a build block must reference at least one source');
  });

  it('fails with the word of the gravest check, and says where to begin', async () => {
    const run = await review();

    expect(run.outputs['failure-reason']).toBe('validate');
    expect(run.summary.split('\n')[0]).toContain('❌');
    expect(run.summary).toContain('`images/web/main.pkr.hcl:8`');
    expect(run.summary).toContain('build {');
  });

  it('is told in every finding what, why and what to do', async () => {
    const run = await review();

    for (const { file, message } of run.annotations.filter((one) => one.file !== undefined)) {
      expect(file).toBe(FILE);
      expect(message.split('\n').filter((line) => line.trim() !== '').length).toBeGreaterThanOrEqual(3);
    }
  });
});
