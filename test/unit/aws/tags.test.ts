import { describe, expect, test } from 'vitest';
import { tagsFor } from '../../../src/aws/tags.ts';
import { COMMIT } from '../builders.ts';

const CONTEXT = {
  commit: COMMIT,
  repository: 'acme/images',
  ref: 'refs/heads/main',
  pullRequest: undefined,
  runUrl: 'https://github.com/acme/images/actions/runs/42',
} as const;
const INPUTS = { commitTag: 'CommitSha', tags: new Map([['Team', 'web']]) } as const;
const PULL = { number: 7, head: COMMIT, headRef: 'x', fork: false } as const;

describe('the tags of an image', () => {
  test('say the commit, the repository, the branch, the run and the template, then what the user says', () => {
    expect([...tagsFor(INPUTS, CONTEXT, 'images/web', COMMIT)]).toEqual([
      ['CommitSha', COMMIT],
      ['Repository', 'acme/images'],
      ['Ref', 'refs/heads/main'],
      ['WorkflowRun', 'https://github.com/acme/images/actions/runs/42'],
      ['Template', 'images/web'],
      ['Team', 'web'],
    ]);
  });

  test('say the number of the pull request on one', () => {
    const tags = tagsFor(INPUTS, { ...CONTEXT, pullRequest: PULL }, 'images/web', COMMIT);
    expect(tags.get('PullRequest')).toBe('7');
  });

  test('say what was checked out where it is not the commit', () => {
    expect(tagsFor(INPUTS, CONTEXT, 'images/web', 'f'.repeat(40)).get('BuildCommitSha')).toBe('f'.repeat(40));
    expect(tagsFor(INPUTS, CONTEXT, 'images/web', COMMIT).has('BuildCommitSha')).toBe(false);
    expect(tagsFor(INPUTS, CONTEXT, 'images/web', undefined).has('BuildCommitSha')).toBe(false);
  });

  test('carry the commit under the key that the user chose', () => {
    const tags = tagsFor({ ...INPUTS, commitTag: 'Sha' }, CONTEXT, 'images/web', COMMIT);
    expect(tags.get('Sha')).toBe(COMMIT);
    expect(tags.has('CommitSha')).toBe(false);
  });

  test('fit into EC2 with the longest of names', () => {
    const ref = `refs/heads/${'x'.repeat(300)}`;
    const tags = tagsFor(INPUTS, { ...CONTEXT, ref }, `images/${'y'.repeat(300)}`, COMMIT);
    expect(tags.get('Ref')).toBe(ref.slice(0, 256));
    expect(tags.get('Template')).toHaveLength(256);
  });

  test('are cut between characters, never inside one', () => {
    for (const length of [240, 241, 242, 243, 244, 245]) {
      const ref = `refs/heads/${'x'.repeat(length)}${'🚀'.repeat(20)}`;
      const value = tagsFor(INPUTS, { ...CONTEXT, ref }, 'images/web', COMMIT).get('Ref');
      expect(value?.isWellFormed()).toBe(true);
    }
  });
});
