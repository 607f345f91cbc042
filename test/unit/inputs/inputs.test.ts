import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Failure, isFailure } from '../../../src/failure.ts';
import { DEFAULTS, type Inputs, parseInputs } from '../../../src/inputs/inputs.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const home = temporaryFolder('inputs');
const places = { workspace: path.join(home, 'repository'), temporary: path.join(home, 'temporary') };

beforeAll(() => {
  mkdirSync(places.workspace);
  mkdirSync(places.temporary);
  writeFileSync(path.join(places.workspace, 'prod.pkrvars.hcl'), '');
});

const read = (given: Readonly<Record<string, string>>): Inputs | Failure =>
  parseInputs((name) => given[name] ?? '', places);

function inputs(given: Readonly<Record<string, string>>): Inputs {
  const result = read(given);
  if (isFailure(result)) throw new Error(result.what);
  return result;
}

function failure(given: Readonly<Record<string, string>>): Failure {
  const result = read(given);
  if (!isFailure(result)) throw new Error('no failure');
  return result;
}

const METADATA: { readonly inputs: Readonly<Record<string, { readonly default?: unknown }>> } = parse(
  readFileSync(path.join(import.meta.dirname, '..', '..', '..', 'action.yml'), 'utf8'),
);

/** The defaults that are texts; the runner evaluates the others, such as that of `github-token`. */
function literalDefaults(): readonly (readonly [string, string])[] {
  return Object.entries(METADATA.inputs)
    .map(([name, input]) => [name, String(input.default ?? '').trim()] as const)
    .filter(([, value]) => value !== '' && !value.startsWith('${{'));
}

describe('inputs that are not given', () => {
  test('mean what the design says', () => {
    expect(inputs({})).toEqual({
      mode: 'build',
      templates: ['**'],
      only: [],
      except: [],
      variables: new Map(),
      varFiles: [],
      init: true,
      checks: ['fmt', 'validate', 'lint'],
      failOn: 'error',
      lintIgnore: [],
      pluginSources: ['github.com/hashicorp/*'],
      onError: 'cleanup',
      parallelBuilds: undefined,
      force: false,
      timeoutMinutes: undefined,
      retries: 1,
      onPartial: 'keep',
      sweep: true,
      commitTag: 'CommitSha',
      tags: new Map(),
      manifestFile: path.join(places.temporary, 'packer-ci-manifest.json'),
      tfvarsFile: '',
      tfvarsVariables: new Map([['ami_ids', 'ami-ids']]),
      sarifFile: '',
      comment: true,
      githubToken: '',
    });
  });

  test("mean what action.yml's defaults mean", () => {
    const declared = literalDefaults();
    expect(read(Object.fromEntries(declared))).toEqual(read({}));
  });

  test('have the same defaults in action.yml and in the code', () => {
    const declared = literalDefaults();
    expect(Object.fromEntries(declared)).toEqual(DEFAULTS);
  });

  test('are the same as blank ones', () => {
    const blank = Object.fromEntries(Object.keys(METADATA.inputs).map((name) => [name, ' \n']));
    expect(read(blank)).toEqual(read({}));
  });
});

describe('inputs that are given', () => {
  test('are all read', () => {
    expect(
      inputs({
        mode: 'validate',
        templates: 'images/*\n!images/old',
        only: 'amazon-ebs.*',
        except: 'manifest',
        variables: 'url=https://a/?b=c#d\nregion=eu-west-1',
        'var-files': 'prod.pkrvars.hcl',
        init: 'false',
        checks: 'validate',
        'fail-on': 'never',
        'lint-ignore': 'PKR101, PKR102',
        'plugin-sources': 'github.com/acme/*',
        'sarif-file': 'out/packer.sarif',
        comment: 'false',
        'github-token': 'token',
        'on-error': 'run-cleanup-provisioner',
        'parallel-builds': '2',
        force: 'true',
        'timeout-minutes': '90',
        retries: '3',
        'on-partial': 'remove',
        sweep: 'false',
        'commit-tag': 'Sha',
        tags: 'Team=a=b\nCost#Center=1',
        'manifest-file': 'out/manifest.json',
        'tfvars-file': 'infra/images.auto.tfvars.json',
        'tfvars-variables': 'ami=ami-id\ncommit=commit-sha',
      }),
    ).toEqual({
      mode: 'validate',
      templates: ['images/*', '!images/old'],
      only: ['amazon-ebs.*'],
      except: ['manifest'],
      variables: new Map([
        ['url', 'https://a/?b=c#d'],
        ['region', 'eu-west-1'],
      ]),
      varFiles: [path.join(places.workspace, 'prod.pkrvars.hcl')],
      init: false,
      checks: ['validate'],
      failOn: 'never',
      lintIgnore: ['PKR101', 'PKR102'],
      pluginSources: ['github.com/acme/*'],
      sarifFile: path.join(places.workspace, 'out/packer.sarif'),
      comment: false,
      githubToken: 'token',
      onError: 'run-cleanup-provisioner',
      parallelBuilds: 2,
      force: true,
      timeoutMinutes: 90,
      retries: 3,
      onPartial: 'remove',
      sweep: false,
      commitTag: 'Sha',
      tags: new Map([
        ['Team', 'a=b'],
        ['Cost#Center', '1'],
      ]),
      manifestFile: path.join(places.workspace, 'out/manifest.json'),
      tfvarsFile: path.join(places.workspace, 'infra/images.auto.tfvars.json'),
      tfvarsVariables: new Map([
        ['ami', 'ami-id'],
        ['commit', 'commit-sha'],
      ]),
    });
  });
});

/** A wrong value of each input that can be wrong, and what its message must say. */
const WRONG: readonly (readonly [name: string, value: string, says: RegExp])[] = [
  ['mode', 'deploy', /`deploy`.*`build` or `validate`/],
  ['variables', 'my-var=1', /`my-var`, which is no variable name/],
  ['variables', 'novalue', /`novalue`; write `name=value`/],
  ['variables', '1st=x', /`1st`/],
  ['var-files', '../prod.hcl', /`\.\.\/prod\.hcl`, which is outside the repository/],
  ['var-files', 'nope.hcl', /`nope\.hcl`, which is not there/],
  ['init', 'maybe', /`maybe`; use `true` or `false`/],
  ['checks', 'fmt, spelling', /`spelling`.*`fmt`, `validate` or `lint`/],
  ['lint-ignore', 'PKR999', /`PKR999`; use ids of rules/],
  ['sarif-file', '../x.sarif', /neither in the repository/],
  ['retries', '6', /`6`; use a whole number from 0 to 5/],
  ['on-partial', 'ask', /`ask`; use `keep` or `remove`/],
  ['timeout-minutes', '0', /`0`; use a whole number/],
  ['sweep', 'no', /`no`; use `true` or `false`/],
  ['comment', 'yes', /`yes`; use `true` or `false`/],
  ['fail-on', 'notice', /`notice`.*`error`, `warning` or `never`/],
  ['on-error', 'abort', /`abort`.*`cleanup` or `run-cleanup-provisioner`/],
  ['on-error', 'ask', /`ask`/],
  ['parallel-builds', '-1', /`-1`; use a whole number/],
  ['force', '1', /`1`; use `true` or `false`/],
  ['commit-tag', 'aws:commit', /`aws:commit`.*reserved/],
  ['tags', 'aws:x=1', /`aws:x`.*reserved/],
  ['tags', 'CommitSha=1', /`CommitSha`, which the action writes itself/],
  ['manifest-file', '/etc/manifest.json', /`\/etc\/manifest\.json`/],
  ['tfvars-file', 'images.tfvars', /`images\.tfvars`.*`\.auto\.tfvars\.json`/],
  ['tfvars-file', '../x.auto.tfvars.json', /`\.\.\/x\.auto\.tfvars\.json`/],
  ['tfvars-variables', 'ami=ami', /`ami`, which is no output.*ami-id, ami-ids/],
  ['tfvars-variables', '1x=ami-id', /`1x`, which is no Terraform variable name/],
];

describe('a wrong input', () => {
  test.each(WRONG)('%s: %j is told with what is wrong', (name, value, says) => {
    const { reason, what, fix } = failure({ [name]: value });
    expect(reason).toBe('input');
    expect(what).toContain(`An input is wrong: \`${name}\` `);
    expect(what).toMatch(says);
    expect(fix).toContain('with:');
  });

  test('is told together with every other', () => {
    const first = new Map([...WRONG].reverse().map(([name, value, says]) => [name, { value, says }]));
    const { what } = failure(Object.fromEntries([...first].map(([name, { value }]) => [name, value])));
    expect(what).toContain(`${first.size} inputs are wrong`);
    for (const [name, { says }] of first) {
      expect(what).toContain(`\`${name}\` `);
      expect(what).toMatch(says);
    }
  });
});
