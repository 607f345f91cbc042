import { describe, expect, test } from 'vitest';
import { mergeFindings } from '../../../src/check/merge.ts';
import { SYNTAX_RULE } from '../../../src/template/refusal.ts';
import { createFinding } from '../builders.ts';

const at = (line: number, file = 'images/web/main.pkr.hcl') => ({ file, line });
const rule = (id: string, line = 8) => createFinding({ rule: id, what: id, reason: 'lint', at: at(line) });
const packer = (what: string, line = 8) => createFinding({ what, at: at(line) });

describe('what lint and Packer both find', () => {
  test.each([
    ['PKR901', 'missing source reference'],
    ['PKR105', 'your source AMI filter must declare an owner'],
    ['PKR108', "A checksum of 'none' was specified"],
  ])('is shown once, in the words of %s', (id, what) => {
    const merged = mergeFindings([rule(id)], [packer(what)], 'rejected');
    expect(merged).toMatchObject([{ rule: id, what: id, severity: 'error', reason: 'validate' }]);
  });

  test('has the graver severity of the two, and the reason of the check that fails', () => {
    const mild = { ...rule('PKR108'), severity: 'warning' } as const;
    const grave = packer("A checksum of 'none' was specified");
    expect(mergeFindings([mild], [grave], 'rejected')).toMatchObject([
      { severity: 'error', reason: 'validate' },
    ]);
    const warning = { ...grave, severity: 'warning' } as const;
    expect(mergeFindings([rule('PKR108')], [warning], 'accepted')).toMatchObject([
      { severity: 'error', reason: 'lint' },
    ]);
  });

  test('is shown twice where it is two things: another file, or another fault', () => {
    const elsewhere = createFinding({
      what: 'missing source reference',
      at: at(8, 'images/web/other.pkr.hcl'),
    });
    expect(mergeFindings([rule('PKR901')], [elsewhere], 'rejected')).toHaveLength(2);
    expect(mergeFindings([rule('PKR901')], [packer('Unsupported argument')], 'rejected')).toHaveLength(2);
  });

  test('in two builds of a file stays two findings', () => {
    const ours = [rule('PKR901', 8), rule('PKR901', 20)];
    const theirs = [packer('missing source reference', 8), packer('missing source reference', 20)];
    expect(mergeFindings(ours, theirs, 'rejected').map((finding) => finding.at?.line)).toEqual([8, 20]);
  });

  test('in a build that only Packer means is not swallowed by that of another line', () => {
    const merged = mergeFindings([rule('PKR901', 8)], [packer('missing source reference', 20)], 'rejected');
    expect(merged.map((finding) => finding.at?.line)).toEqual([8, 20]);
  });
});

describe('what is found twice', () => {
  test('by fmt and validate is shown once', () => {
    expect(mergeFindings([], [packer('Invalid block'), packer('Invalid block')], 'rejected')).toHaveLength(1);
  });

  test('without a place stays, since nobody knows that it is the same', () => {
    const { at: _, ...nowhere } = packer('Something failed');
    expect(mergeFindings([], [nowhere, nowhere], 'rejected')).toHaveLength(2);
  });

  test('at another line stays', () => {
    expect(
      mergeFindings([], [packer('Invalid block', 1), packer('Invalid block', 2)], 'rejected'),
    ).toHaveLength(2);
  });
});

describe('our word on syntax', () => {
  const syntax = createFinding({ rule: SYNTAX_RULE, what: 'The file is not valid HCL', at: at(3) });

  test('gives way where Packer accepts the template, and only says that nothing was linted', () => {
    const merged = mergeFindings([syntax], [], 'accepted');
    expect(merged).toMatchObject([{ severity: 'warning', what: expect.stringContaining('was not linted') }]);
  });

  test('gives way where Packer rejects it with an error in that file', () => {
    expect(mergeFindings([syntax], [packer('Invalid expression', 4)], 'rejected')).toMatchObject([
      { rule: 'packer' },
    ]);
  });

  test.each([
    ['was not asked', [], 'not asked'],
    ['says nothing of that file', [createFinding({ at: at(1, 'b.pkr.hcl') })], 'rejected'],
    ['only warns in that file', [createFinding({ severity: 'warning', at: at(1) })], 'rejected'],
  ] as const)('stays where Packer %s', (_, theirs, verdict) => {
    expect(mergeFindings([syntax], theirs, verdict)).toContainEqual(syntax);
  });
});

test('the worst comes first, and what is equally bad stays in order', () => {
  const of = (severity: 'error' | 'warning' | 'notice', line: number) =>
    createFinding({ severity, what: `${line}`, at: at(line) });
  const merged = mergeFindings(
    [of('notice', 1), of('warning', 2), of('error', 3)],
    [of('error', 4), of('warning', 5)],
    'rejected',
  );
  expect(merged.map((finding) => finding.at?.line)).toEqual([3, 4, 2, 5, 1]);
});
