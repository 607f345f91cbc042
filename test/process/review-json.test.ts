import { describe, expect, it } from 'vitest';
import { errorsOf, type Played, play, soundTemplate, WEB } from '../support/scenario.ts';

const LEGACY = '{"builders": [{"type": "null", "communicator": "none"}]}\n';

const review = (
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Played> => play({ files, script: [], with: { mode: 'validate', ...inputs } });

const foldersOf = (run: Played): readonly string[] =>
  run.packer.callsOf('validate').map(({ cwd }) => cwd.replace(`${run.root}/`, ''));

describe('a template in JSON', () => {
  it.each([
    { title: 'of the new form', file: `${WEB}/more.pkr.json`, text: '{"locals": {"a": 1}}\n' },
    { title: 'of the new form, whatever is in it', file: `${WEB}/more.pkr.json`, text: 'not JSON at all' },
    { title: 'of the old form', file: `${WEB}/template.json`, text: LEGACY },
  ])('$title beside an HCL2 template is an error there that names the way out', async ({ file, text }) => {
    const run = await review({ ...soundTemplate(), [file]: text });

    expect(run.exitCode).toBe(1);
    expect(run.annotations).toContainEqual(
      expect.objectContaining({
        level: 'error',
        file,
        line: 1,
        message: expect.stringContaining('hcl2_upgrade'),
      }),
    );
    expect(foldersOf(run)).toEqual([]);
  });

  it('hides no other template', async () => {
    const sound = Object.values(soundTemplate())[0] ?? '';
    const run = await review({
      'images/a/main.pkr.hcl': sound,
      'images/a/more.pkr.json': '{}',
      'images/b/main.pkr.hcl': sound,
    });

    expect(run.exitCode).toBe(1);
    expect(foldersOf(run)).toEqual(['images/b']);
    expect(run.outputs).toMatchObject({ errors: '1', templates: '["images/a","images/b"]' });
  });

  it('alone in its folder is found and refused too: `*.pkr.json`', async () => {
    const run = await review({ ...soundTemplate(), 'images/old/main.pkr.json': '{}' });

    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('images/old/main.pkr.json');
    expect(foldersOf(run)).toEqual([WEB]);
  });

  it('alone in its folder is found and refused too: the old form', async () => {
    const run = await review({ ...soundTemplate(), 'images/old/template.json': LEGACY });

    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('images/old/template.json');
    expect(foldersOf(run)).toEqual([WEB]);
  });

  it.each(['images/old/template.json', 'images/old/main.pkr.json'])(
    'that `templates` names is refused with the command to run: %s',
    async (file) => {
      const run = await review({ ...soundTemplate(), [file]: LEGACY }, { templates: file });

      expect(run.exitCode).toBe(1);
      expect(run.outputs['failure-reason']).toBe('input');
      expect(errorsOf(run)).toContain(`packer hcl2_upgrade ${file}`);
      expect(run.packer.calls()).toEqual([]);
    },
  );

  it('that a glob of `templates` names is refused as well', async () => {
    const run = await review(
      { ...soundTemplate(), 'images/old/template.json': LEGACY },
      { templates: 'images/*/*.json' },
    );

    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('hcl2_upgrade');
  });
});

describe('other JSON is left alone', () => {
  it.each([
    { title: 'of a program', file: 'package.json', text: '{"name": "x", "version": "1.0.0"}' },
    { title: 'whose `builders` is no list', file: 'config.json', text: '{"builders": {"a": 1}}' },
    { title: 'that only speaks of builders', file: 'notes.json', text: '["\\"builders\\": []", "builders"]' },
    { title: 'that is broken', file: 'broken.json', text: '{"builders": [' },
    { title: 'that is empty', file: 'empty.json', text: '' },
    { title: 'that sets variables', file: 'prod.pkrvars.json', text: '{"region": "us-east-1"}' },
  ])('$title', async ({ file, text }) => {
    const run = await review({ ...soundTemplate(), [`${WEB}/${file}`]: text });

    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    expect(foldersOf(run)).toEqual([WEB]);
  });
});
