import { describe, expect, test } from 'vitest';
import { failureText, isFailure } from '../../../src/failure.ts';
import type { Captured } from '../../../src/packer/packer.ts';
import { initUnsupported, PACKER_MISSING, readVersion } from '../../../src/packer/version.ts';
import { createPacker } from '../builders.ts';

const read = (answer: Partial<Captured>) => readVersion(createPacker(answer), '/repository', {});

describe('the version of Packer', () => {
  test.each([
    ['Packer v1.16.0\n', '1.16.0'],
    ['Packer v1.6.6\n\nYour version of Packer is out of date! The latest version\nis 1.16.0.\n', '1.6.6'],
    ['Packer v1.17.0-dev (abc123)\n', '1.17.0-dev'],
  ])('of %j is %s', async (stdout, version) => {
    expect(await read({ stdout })).toEqual({ version });
  });

  test.each<[string, Partial<Captured>, string]>([
    ['another program', { stdout: 'skipped 3 words\n' }, 'skipped 3 words'],
    [
      'a failing one',
      { stdout: 'Packer v1.16.0\n', stderr: 'no!', ending: { kind: 'exited', code: 2 } },
      'exit code 2',
    ],
    ['one that dies', { ending: { kind: 'killed', signal: 'SIGSEGV' } }, 'killed by SIGSEGV'],
    ['one that says nothing', {}, 'said: nothing'],
  ])('cannot be had from %s, and the failure says what it did', async (_, answer, said) => {
    const result = await read(answer);
    expect(isFailure(result) && result.reason).toBe('input');
    expect(isFailure(result) && failureText(result)).toContain(said);
    expect(isFailure(result) && failureText(result)).toContain('/usr/bin/packer');
  });

  test.each(['1.7.0', '1.7.10', '1.16.0', '1.17.0-dev', '2.0.0'])('%s has init', (version) => {
    expect(initUnsupported(version)).toBeUndefined();
  });

  test.each(['1.6.6', '1.0.0', '0.12.3', 'unknown'])(
    '%s has no init, and the failure names a way out',
    (version) => {
      const failure = initUnsupported(version);
      expect(failure?.reason).toBe('init');
      expect(failure?.what).toContain(version);
      expect(failure?.fix).toContain('init: false');
    },
  );

  test('that is not there is told with the step that brings it', () => {
    expect(PACKER_MISSING.reason).toBe('input');
    expect(PACKER_MISSING.fix).toContain('hashicorp/setup-packer');
  });
});
