import { describe, expect, it } from 'vitest';
import { pullRequestFrom } from '../support/github-api.ts';
import { errorsOf, play, WEB } from '../support/scenario.ts';

/** Ways to write one plugin requirement, all of which Packer reads as `github.com/evil/x`. */
const HIDDEN: readonly (readonly [title: string, requirement: string])[] = [
  ['in parentheses', '({ source = "github.com/evil/x", version = "1.0.0" })'],
  ['in a conditional', 'true ? { source = "github.com/evil/x", version = "1.0.0" } : null'],
  ['as an item of a list', '[{ source = "github.com/evil/x", version = "1.0.0" }][0]'],
  ['as a part of a map', '{ a = { source = "github.com/evil/x", version = "1.0.0" } }.a'],
  ['out of a loop', '{ for k, v in { source = "github.com/evil/x", version = "1.0.0" } : k => v }'],
  ['under a key in quotes', '{ "source" = "github.com/evil/x", version = "1.0.0" }'],
  ['under a key in parentheses', '{ ("source") = "github.com/evil/x", version = "1.0.0" }'],
  ['under a key that is put together', '{ "sour${"ce"}" = "github.com/evil/x", version = "1.0.0" }'],
  ['under a key that is chosen', '{ (true ? "source" : "x") = "github.com/evil/x", version = "1.0.0" }'],
  [
    'after an allowed one',
    '{ source = "github.com/hashicorp/amazon", source = "github.com/evil/x", version = "1.0.0" }',
  ],
  [
    'after an allowed one, under a key in parentheses',
    '{ source = "github.com/hashicorp/amazon", ("source") = "github.com/evil/x", version = "1.0.0" }',
  ],
  ['as an interpolation', '{ source = "${"github.com/evil/x"}", version = "1.0.0" }'],
  ['with a directive', '{ source = "%{ if true }github.com/evil/x%{ endif }", version = "1.0.0" }'],
  ['with escapes', '{ source = "github.com/\\u0065vil/x", version = "1.0.0" }'],
  ['with colons', '{ source : "github.com/evil/x", version : "1.0.0" }'],
];

describe.each(['branch', 'fork'] as const)('in a pull request from a %s', (from) => {
  it.each(HIDDEN)('a plugin that is not allowed keeps init away: %s', async (_, requirement) => {
    const run = await play({
      files: {
        [`${WEB}/main.pkr.hcl`]: `packer {\n  required_plugins {\n    x = ${requirement}\n  }\n}\n`,
      },
      script: [],
      with: { mode: 'validate', comment: 'false' },
      event: pullRequestFrom(from),
    });

    expect(run.packer.callsOf('init')).toEqual([]);
    expect(run.packer.callsOf('validate')).toEqual([]);
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('plugin');
  });

  it.each([
    [
      'a second block',
      'packer {\n  required_plugins {\n    x = { source = "github.com/evil/x", version = "1" }\n  }\n}\n',
    ],
    [
      'a second list',
      'packer {\n  required_plugins {}\n  required_plugins {\n    x = { source = "github.com/evil/x", version = "1" }\n  }\n}\n',
    ],
  ])('a plugin of %s in another file keeps it away too', async (_, text) => {
    const run = await play({
      files: { [`${WEB}/main.pkr.hcl`]: 'packer {\n  required_plugins {}\n}\n', [`${WEB}/.z.pkr.hcl`]: text },
      script: [],
      with: { mode: 'validate', comment: 'false' },
      event: pullRequestFrom(from),
    });

    expect(run.packer.callsOf('init')).toEqual([]);
    expect(errorsOf(run)).toContain('github.com/evil/x');
  });
});
