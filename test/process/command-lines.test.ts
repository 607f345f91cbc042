import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { play, soundTemplate, WEB } from '../support/scenario.ts';
import { readTranscript, templateFiles } from '../support/transcripts.ts';

const DOCKER = readTranscript('build-docker');

describe('Packer is called', () => {
  it('once a step of the way, in the template’s folder', async () => {
    const run = await play({ files: soundTemplate(), script: [{ subcommand: 'build', transcript: DOCKER }] });

    const [, ...calls] = run.packer.calls();
    expect(calls.map(({ argv }) => argv)).toEqual([
      ['init', '.'],
      ['fmt', '-check', '-diff', '.'],
      ['validate', '.'],
      ['build', '-machine-readable', '.'],
    ]);
    for (const { cwd } of calls) expect(cwd).toBe(join(run.root, WEB));
  });

  it('with what the inputs say, lists as one word and var files as absolute paths', async () => {
    const run = await play({
      files: { ...soundTemplate(), 'env/prod.pkrvars.hcl': 'size = 3\n', 'env/eu.pkrvars.hcl': 'size = 4\n' },
      script: [{ subcommand: 'build', transcript: DOCKER }],
      with: {
        init: 'false',
        checks: 'validate',
        only: 'docker.*\nfleet.docker.app',
        except: 'docker-tag',
        'var-files': 'env/prod.pkrvars.hcl\nenv/eu.pkrvars.hcl',
        'on-error': 'run-cleanup-provisioner',
        'parallel-builds': '2',
        force: 'true',
      },
    });

    const selection = [
      '-only=docker.*,fleet.docker.app',
      '-except=docker-tag',
      `-var-file=${join(run.root, 'env/prod.pkrvars.hcl')}`,
      `-var-file=${join(run.root, 'env/eu.pkrvars.hcl')}`,
      '.',
    ];
    const [, ...calls] = run.packer.calls();
    expect(calls.map(({ argv }) => argv)).toEqual([
      ['validate', ...selection],
      [
        'build',
        '-machine-readable',
        '-on-error=run-cleanup-provisioner',
        '-parallel-builds=2',
        '-force',
        ...selection,
      ],
    ]);
  });

  it('for a single file in its folder, with the file’s name', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [],
      with: { mode: 'validate', init: 'false', templates: `${WEB}/main.pkr.hcl` },
    });

    expect(run.exitCode).toBe(0);
    expect(run.outputs.templates).toBe(JSON.stringify([`${WEB}/main.pkr.hcl`]));
    expect(run.packer.callsOf('validate')).toEqual([
      expect.objectContaining({ argv: ['validate', 'main.pkr.hcl'], cwd: join(run.root, WEB) }),
    ]);
  });

  it('for the templates that the globs leave, in the order of their names', async () => {
    const ok = readTranscript('validate-ok');
    const run = await play({
      files: {
        ...templateFiles('images/web', ok),
        ...templateFiles('images/db', ok),
        ...templateFiles('images/old/ci', ok),
        ...templateFiles('node_modules/thing', ok),
      },
      script: [],
      with: { mode: 'validate', templates: '**\n!images/old/**' },
    });

    expect(run.outputs.templates).toBe(JSON.stringify(['images/db', 'images/web']));
    expect(run.packer.callsOf('validate').map(({ cwd }) => cwd)).toEqual([
      join(run.root, 'images/db'),
      join(run.root, 'images/web'),
    ]);
  });

  it('for a template in the root of the repository', async () => {
    const run = await play({
      files: templateFiles('.', readTranscript('validate-seed')),
      script: [{ subcommand: 'validate', transcript: readTranscript('validate-seed') }],
      with: { mode: 'validate' },
    });

    expect(run.annotations).toContainEqual(expect.objectContaining({ file: 'main.pkr.hcl', line: 8 }));
  });
});

describe('files are written', () => {
  it('where the inputs say, with what the outputs say', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', transcript: DOCKER }],
      with: {
        'manifest-file': 'out/manifest.json',
        'tfvars-file': 'infra/images.auto.tfvars.json',
        'tfvars-variables': 'images=images\ncommit=commit-sha',
      },
    });

    expect(run.exitCode).toBe(0);
    const read = (path: string): Record<string, unknown> =>
      JSON.parse(readFileSync(join(run.root, path), 'utf8'));
    const images: unknown = JSON.parse(run.outputs.images ?? '');
    expect(read('infra/images.auto.tfvars.json')).toEqual({ images, commit: run.outputs['commit-sha'] });
    expect(read('out/manifest.json')).toMatchObject({ version: 1, images });
    expect(run.outputs['manifest-file']).toBe(join(run.root, 'out/manifest.json'));
    expect(run.outputs['tfvars-file']).toBe(join(run.root, 'infra/images.auto.tfvars.json'));
  });

  it('by default the manifest into the runner’s temporary folder, and no Terraform variables', async () => {
    const run = await play({ files: soundTemplate(), script: [{ subcommand: 'build', transcript: DOCKER }] });

    expect(run.outputs['manifest-file']).toBe(join(run.temporary, 'packer-ci-manifest.json'));
    expect(run.outputs['tfvars-file']).toBe('');
  });

  it('for what succeeded even when the build failed', async () => {
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', transcript: readTranscript('fail-no-source-ami') }],
      with: { 'tfvars-file': 'infra/images.auto.tfvars.json' },
    });

    expect(run.exitCode).toBe(1);
    const manifest: unknown = JSON.parse(readFileSync(run.outputs['manifest-file'] ?? '', 'utf8'));
    expect(manifest).toMatchObject({ version: 1, images: [] });
  });
});
