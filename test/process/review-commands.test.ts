import { describe, expect, it } from 'vitest';
import { type Played, play } from '../support/scenario.ts';

/** Texts that the runner would obey, were they printed as they are. */
const COMMANDS: readonly (readonly [title: string, text: string])[] = [
  ['in the older form, anywhere in a line', '##[error]injected'],
  ['in a line of its own', 'x\n::error::injected'],
  ['after a carriage return', 'x\r::error::injected'],
  ['that sets a mask', 'x\n::add-mask::injected'],
  ['that stops commands', 'x\n::stop-commands::injected'],
];

/** Nothing of the text was obeyed: it is no annotation's whole message and no other command's data. */
function expectNotObeyed(run: Played): void {
  expect(run.annotations.length).toBeGreaterThan(1);
  expect(run.annotations.map(({ message }) => message)).not.toContain('injected');
  expect(run.others.map(({ data }) => data)).not.toContain('injected');
  expect(run.outputs['failure-reason']).not.toBe('');
}

const LINT = { mode: 'validate', init: 'false', checks: 'fmt, validate, lint' } as const;

describe('a command for the runner', () => {
  it.each(COMMANDS)('in the name of a folder is only text: %s', async (_, text) => {
    const file = `images/${text}/main.pkr.hcl`;
    const run = await play({ files: { [file]: 'build {\n}\n' }, script: [], with: LINT });
    expectNotObeyed(run);
  });

  it.each(COMMANDS)('in the name of a variable file is only text: %s', async (_, text) => {
    const files = {
      'images/web/main.pkr.hcl': 'build {\n}\n',
      [`images/web/${text.replaceAll('/', '')}.auto.pkrvars.hcl`]: 'a = \n',
    };
    expectNotObeyed(await play({ files, script: [], with: { ...LINT, checks: 'lint' } }));
  });

  it.each(COMMANDS)('in a string of the template is only text: %s', async (_, text) => {
    const string = JSON.stringify(text);
    const template = `packer {\n  required_plugins {\n    x = { source = ${string}, version = "1" }\n  }\n}\nsource ${string} "x" {}\nbuild {\n}\n`;
    const run = await play({
      files: { 'images/web/main.pkr.hcl': template },
      script: [],
      with: { ...LINT, init: 'true' },
    });
    expectNotObeyed(run);
  });
});
