import { describe, expect, test } from 'vitest';
import type { Check, Mode } from '../../src/inputs/inputs.ts';
import { refusal, trustOf } from '../../src/trust.ts';

const pullRequest = (fork: boolean) => ({ number: 7, head: 'a'.repeat(40), headRef: 'bigger-disks', fork });

describe('how far template code may go', () => {
  test.each(['push', 'workflow_dispatch', 'schedule', 'merge_group', 'release', 'repository_dispatch'])(
    'all the way on `%s`',
    (event) => {
      expect(trustOf({ event, pullRequest: undefined })).toEqual({ kind: 'full' });
    },
  );

  test.each(['pull_request', 'pull_request_review', 'pull_request_review_comment'])(
    'on `%s` all the way from a branch of the repository, and not from a fork',
    (event) => {
      expect(trustOf({ event, pullRequest: pullRequest(false) })).toEqual({ kind: 'full' });
      expect(trustOf({ event, pullRequest: pullRequest(true) })).toEqual({ kind: 'fork' });
    },
  );

  test.each(['pull_request_target', 'workflow_run', 'issue_comment'])(
    'nowhere on `%s`, whoever made the pull request',
    (event) => {
      for (const about of [undefined, pullRequest(false), pullRequest(true)])
        expect(trustOf({ event, pullRequest: about })).toEqual({ kind: 'none', event });
    },
  );
});

describe('a run that may not run template code', () => {
  const none = { kind: 'none', event: 'pull_request_target' } as const;
  type Asked = { readonly mode: Mode; readonly init: boolean; readonly checks: readonly Check[] };

  const refused: readonly Asked[] = [
    { mode: 'build', init: true, checks: ['fmt', 'validate', 'lint'] },
    { mode: 'build', init: false, checks: ['fmt', 'lint'] },
    { mode: 'build', init: false, checks: [] },
    { mode: 'validate', init: true, checks: ['fmt', 'lint'] },
    { mode: 'validate', init: true, checks: [] },
    { mode: 'validate', init: false, checks: ['validate'] },
    { mode: 'validate', init: false, checks: ['fmt', 'validate', 'lint'] },
  ];
  test.each(refused)('is refused with mode $mode, init $init, checks $checks', (asked) => {
    const failure = refusal(none, asked);
    expect(failure).toMatchObject({
      reason: 'refused',
      what: expect.stringContaining('`pull_request_target`'),
    });
    for (const words of ['on: pull_request', 'mode: validate', 'init: false', 'checks: fmt, lint'])
      expect(failure?.fix).toContain(words);
  });

  const allowed: readonly Asked[] = [
    { mode: 'validate', init: false, checks: ['fmt', 'lint'] },
    { mode: 'validate', init: false, checks: ['fmt'] },
    { mode: 'validate', init: false, checks: ['lint'] },
    { mode: 'validate', init: false, checks: [] },
  ];
  test.each(allowed)('goes on with mode $mode, init $init, checks $checks', (asked) => {
    expect(refusal(none, asked)).toBeUndefined();
  });

  test.each([{ kind: 'full' }, { kind: 'fork' }] as const)(
    'is refused at once only there: $kind',
    (trust) => {
      for (const asked of [...refused, ...allowed]) expect(refusal(trust, asked)).toBeUndefined();
    },
  );
});
