import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log, Result } from 'sarif';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Played, play, soundTemplate, WEB } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

let isSarif: ReturnType<InstanceType<typeof Ajv.default>['compile']>;
beforeAll(() => {
  const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const schema = join(inject('root'), 'test', 'fixtures', 'sarif-schema-2.1.0.json');
  isSarif = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
});

const SEED = readTranscript('validate-seed');
const text = SEED.files['main.pkr.hcl'] ?? '';

function review(files: Readonly<Record<string, string>>): Promise<Played> {
  return play({
    files,
    script: [{ subcommand: 'validate', transcript: SEED }],
    with: { mode: 'validate', checks: 'fmt, validate, lint', 'sarif-file': 'reports/packer.sarif' },
    env: { GITHUB_ACTION_REPOSITORY: 'acme/packer-ci', GITHUB_ACTION_REF: 'v1' },
  });
}

/** The file that a run left, once it has passed the schema. */
function sarifOf(run: Played): Log {
  expect(run.outputs['sarif-file']).toBe(join(run.root, 'reports', 'packer.sarif'));
  const log: Log = JSON.parse(readFileSync(run.outputs['sarif-file'] ?? '', 'utf8'));
  isSarif(log);
  expect(isSarif.errors).toBeNull();
  return log;
}

const resultsOf = (run: Played): readonly Result[] => sarifOf(run).runs[0]?.results ?? [];

describe('`sarif-file`', () => {
  it('is valid and has the findings of the annotations, with levels and lines', async () => {
    const run = await review(templateFiles(WEB, SEED));
    const told = run.annotations
      .filter(({ file }) => file !== undefined)
      .map(
        ({ title, level, file, line }) => `${title} ${level === 'notice' ? 'note' : level} ${file}:${line}`,
      );
    const written = resultsOf(run).map(({ ruleId, level, locations }) => {
      const place = locations?.[0]?.physicalLocation;
      return `${ruleId} ${level} ${place?.artifactLocation?.uri}:${place?.region?.startLine}`;
    });

    expect(written).toContain(`PKR901 error ${WEB}/main.pkr.hcl:8`);
    expect(written.toSorted()).toEqual(told.toSorted());
  });

  it('has help, rank and page for each rule that reports', async () => {
    const log = sarifOf(await review(templateFiles(WEB, SEED)));
    const rules = log.runs[0]?.tool.driver.rules ?? [];

    expect(rules.map(({ id }) => id)).toEqual(expect.arrayContaining(['PKR101', 'PKR901', 'PKR902']));
    for (const { id, help, helpUri, properties } of rules) {
      expect(help?.text).toMatch(/\w/);
      expect(helpUri).toBe(`https://github.com/acme/packer-ci/blob/v1/docs/rules/${id}.md`);
      expect(Number(properties?.['security-severity'])).toBeGreaterThan(0);
    }
  });

  it('gives a finding the fingerprint that it had before lines came in above it', async () => {
    const prints = (run: Played): readonly unknown[] =>
      resultsOf(run)
        .filter(({ ruleId }) => ruleId === 'PKR902' || ruleId === 'PKR101')
        .map(({ ruleId, partialFingerprints }) => [ruleId, partialFingerprints]);
    const before = prints(await review({ [`${WEB}/main.pkr.hcl`]: text }));
    const after = prints(await review({ [`${WEB}/main.pkr.hcl`]: `# One.\n# Two.\n\n${text}` }));

    expect(before).toHaveLength(2);
    expect(after).toEqual(before);
  });

  it('leads to files whose names have blanks and signs', async () => {
    const file = 'images/my web #1/main file.pkr.hcl';
    const uris = resultsOf(await review({ [file]: text })).map(
      ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '',
    );

    expect(uris.length).toBeGreaterThan(2);
    const shown = uris.filter((uri) => decodeURIComponent(uri) === file);
    expect(shown.length).toBeGreaterThan(2);
    for (const uri of shown) expect(uri).not.toMatch(/[ #?]/);
  });

  it('is written, valid and empty, when nothing was found', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [],
      with: { mode: 'validate', 'sarif-file': 'reports/packer.sarif' },
    });

    expect(run.exitCode).toBe(0);
    expect(resultsOf(run)).toEqual([]);
  });

  it('is valid for a template made to break it', async () => {
    const hostile = text
      .replace('my-ami', '\\u0000<script>alert(1)</script>\\u2028')
      .replace('myapp-ami', '\\"}]}\\\\ %s ${env.HOME} {{user `x`}}');
    const run = await review({ [`${WEB}/main.pkr.hcl`]: hostile });

    expect(resultsOf(run).length).toBeGreaterThan(0);
  });

  it('outside of the repository is refused', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [],
      with: { mode: 'validate', 'sarif-file': '../elsewhere.sarif' },
    });

    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'input', 'sarif-file': '' });
  });
});
