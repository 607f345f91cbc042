import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packerEnvironment } from '../../../src/packer/environment.ts';

const none: ReadonlyMap<string, string> = new Map();

describe('the environment of Packer', () => {
  test.each([
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'ACTIONS_CACHE_URL',
    'GITHUB_TOKEN',
    'GITHUB_ENV',
    'GITHUB_PATH',
    'GITHUB_OUTPUT',
    'GITHUB_STATE',
    'GITHUB_STEP_SUMMARY',
    'INPUT_VARIABLES',
    'INPUT_GITHUB-TOKEN',
    'STATE_pid',
    'NODE_OPTIONS',
    'PACKER_CONFIG',
  ])('has no %s', (name) => {
    expect(packerEnvironment({ [name]: 'secret', PATH: '/bin' }, none)).not.toHaveProperty([name]);
  });

  test.each([
    'PATH',
    'HOME',
    'AWS_ACCESS_KEY_ID',
    'AWS_ENDPOINT_URL',
    'ARM_CLIENT_SECRET',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'VAULT_TOKEN',
    'PKR_VAR_region',
    'PACKER_PLUGIN_PATH',
    'PACKER_LOG',
    'GITHUB_SHA',
    'GITHUB_REF_NAME',
    'MY_INPUT_FILE',
    'HTTPS_PROXY',
  ])('has the %s of the job', (name) => {
    expect(packerEnvironment({ [name]: 'value' }, none)[name]).toBe('value');
  });

  test('calls nobody and has no colours, whatever the job says', () => {
    expect(packerEnvironment({ CHECKPOINT_DISABLE: '', PACKER_NO_COLOR: '' }, none)).toMatchObject({
      CHECKPOINT_DISABLE: '1',
      PACKER_NO_COLOR: '1',
    });
  });

  test("carries every variable as it is, over the job's own", () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'binary' }))), (pairs) => {
        const variables = new Map(pairs);
        const job = Object.fromEntries(pairs.map(([key]) => [`PKR_VAR_${key}`, 'from the job']));
        const environment = packerEnvironment(job, variables);
        for (const [key, value] of variables) expect(environment[`PKR_VAR_${key}`]).toBe(value);
      }),
    );
  });
});
