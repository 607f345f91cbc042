import { describe, expect, it } from 'vitest';
import { play, soundTemplate, WEB } from '../support/scenario.ts';
import { readTranscript } from '../support/transcripts.ts';

const VARIABLES = `
variable "given" {
  type      = string
  sensitive = true
}
variable "from_the_job" {
  type      = string
  sensitive = true
}
variable "with_a_default" {
  type      = string
  default   = "it's $HOME"
  sensitive = true
}
variable "open" {
  type    = string
  default = "nothing-to-hide"
}
`;

describe('the values of variables declared `sensitive`', () => {
  it('are masked in every form that a shell prints before Packer starts', async () => {
    const run = await play({
      files: { ...soundTemplate(), [`${WEB}/variables.pkr.hcl`]: VARIABLES },
      script: [{ subcommand: 'build', transcript: readTranscript('build-docker') }],
      with: { variables: 'given=hunter2"hunter3' },
      env: { PKR_VAR_from_the_job: 'two\nlines' },
    });

    const masked = run.others.flatMap(({ name, data }) => (name === 'add-mask' ? [data] : []));
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    for (const form of [
      'hunter2"hunter3',
      base64('hunter2"hunter3'),
      'hunter2\\"hunter3',
      'hunter2`"hunter3',
      "it's $HOME",
      base64("it's $HOME"),
      "it'\\''s $HOME",
      "it's \\$HOME",
      "it''s $HOME",
      "it's `$HOME",
      'two\nlines',
      'lines',
      base64('two\nlines'),
    ])
      expect(masked).toContain(form);
    expect(masked).not.toContain('nothing-to-hide');
    expect(run.log.lastIndexOf('::add-mask::')).toBeLessThan(run.log.indexOf(`${WEB}: packer init`));
  });
});
