import { describe, expect, test } from 'vitest';
import { checkCommitTag, checkTags } from '../../../src/inputs/tag-limits.ts';

const tags = (...pairs: readonly (readonly [string, string])[]) =>
  checkTags({ ok: true, value: new Map(pairs) }, 'CommitSha');
const many = (count: number) =>
  tags(...Array.from({ length: count }, (_, index): [string, string] => [`Key${index}`, 'x']));

describe('tags', () => {
  test('take keys of 128 characters and values of 256', () => {
    expect(tags(['k'.repeat(128), 'v'.repeat(256)]).ok).toBe(true);
  });

  test('take no key of 129 characters', () => {
    expect(tags(['k'.repeat(129), ''])).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/key of 129 characters .*128 at most/),
    });
  });

  test('take no value of 257 characters', () => {
    expect(tags(['Owner', 'v'.repeat(257)])).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/`Owner` with a value of 257 characters.*256 at most/),
    });
  });

  test.each(['aws:name', 'AWS:name', 'Aws:', 'aWs:x'])('take no %s, which AWS reserves', (key) => {
    expect(tags([key, 'x'])).toMatchObject({ ok: false, problem: expect.stringContaining(`\`${key}\``) });
  });

  test.each(['aws', 'awsome:x', 'x:aws:y', 'Name'])('take %s', (key) => {
    expect(tags([key, 'x']).ok).toBe(true);
  });

  test.each(['CommitSha', 'Repository', 'Ref', 'PullRequest', 'WorkflowRun', 'Template', 'BuildCommitSha'])(
    'take no %s, which the action writes',
    (key) => {
      expect(tags([key, 'x'])).toMatchObject({
        ok: false,
        problem: `has \`${key}\`, which the action writes itself; choose another key`,
      });
    },
  );

  test('take the key of the commit when another one carries it', () => {
    expect(checkTags({ ok: true, value: new Map([['CommitSha', 'x']]) }, 'Sha').ok).toBe(true);
    expect(checkTags({ ok: true, value: new Map([['Sha', 'x']]) }, 'Sha').ok).toBe(false);
  });

  test('are 43 at most, which leaves room for the seven of the action', () => {
    expect(many(43).ok).toBe(true);
    expect(many(44)).toMatchObject({ ok: false, problem: expect.stringMatching(/has 44 tags.*43 are left/) });
  });

  test('are all looked at, and all problems told', () => {
    const parsed = tags(['aws:a', 'x'], ['Ref', 'x'], ['b', 'v'.repeat(300)]);
    expect(parsed).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/`aws:a`.*; .*`Ref`.*; .*300 characters/),
    });
  });

  test('that could not be read stay a problem', () => {
    expect(checkTags({ ok: false, problem: 'has the line `x`' }, 'CommitSha')).toEqual({
      ok: false,
      problem: 'has the line `x`',
    });
  });
});

describe('the key of the commit', () => {
  test.each(['CommitSha', 'k'.repeat(128), 'team:commit'])('can be %s', (key) => {
    expect(checkCommitTag(key)).toEqual({ ok: true, value: key });
  });

  test.each(['', 'k'.repeat(129), 'aws:commit', 'AWS:commit'])('cannot be %j', (key) => {
    expect(checkCommitTag(key).ok).toBe(false);
  });

  test.each(['Repository', 'Ref', 'PullRequest', 'WorkflowRun', 'Template', 'BuildCommitSha'])(
    'cannot be %s, since that tag would take its place',
    (key) => {
      expect(checkCommitTag(key).ok).toBe(false);
    },
  );
});
