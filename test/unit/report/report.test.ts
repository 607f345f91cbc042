import { describe, expect, test } from 'vitest';
import type { BuildResult, BuildSummary } from '../../../src/build/result.ts';
import type { CheckResult } from '../../../src/check/check.ts';
import type { Finding } from '../../../src/finding.ts';
import { failedReport, makeReport, plural, type Report } from '../../../src/report/report.ts';
import type { TagResult } from '../../../src/tag.ts';
import {
  COMMIT,
  createBuild,
  createBuildResult,
  createFailure,
  createFinding,
  createImage,
  createModel,
  createTemplate,
} from '../builders.ts';

const checked = (findings: readonly Finding[], buildable = true): CheckResult => ({
  template: createTemplate(),
  model: createModel(),
  varFiles: [],
  findings,
  buildable,
});
const built = (builds: readonly BuildSummary[], rest: Partial<BuildResult> = {}): BuildResult =>
  createBuildResult({ builds, ...rest });

type Results = {
  readonly checks?: readonly CheckResult[];
  readonly builds?: readonly BuildResult[];
  readonly tags?: readonly TagResult[];
  readonly failOn?: 'error' | 'warning' | 'never';
};

function report({ checks = [], builds = [], tags = [], failOn = 'error' }: Results): Report {
  const plan = {
    mode: 'build' as const,
    commit: COMMIT,
    packerVersion: '1.16.0',
    rulePages: '',
    templates: ['images/web'],
    failOn,
  };
  const cleanUp = { swept: { removed: [], left: [] }, kept: [] };
  const length = Math.max(builds.length, tags.length);
  const all = Array.from({ length }, (_, index) => ({
    result: builds[index] ?? built([]),
    cleanUp,
    tagged: tags[index] ?? { images: [], failures: [] },
  }));
  return makeReport(plan, { checks, built: all, extra: [] });
}
const reasons = (results: Results): readonly string[] =>
  report(results).failures.map((failure) => failure.reason);

describe('a run', () => {
  test('in which nothing went wrong has no failure', () => {
    const tags = [{ images: [createImage()], failures: [] }];
    const result = report({ checks: [checked([])], builds: [built([createBuild()])], tags });
    expect(result.failures).toEqual([]);
    expect(result.images).toEqual([createImage()]);
  });

  test.each<['error' | 'warning' | 'never', Finding['severity'], readonly string[]]>([
    ['error', 'error', ['validate']],
    ['error', 'warning', []],
    ['error', 'notice', []],
    ['warning', 'warning', ['validate']],
    ['warning', 'error', ['validate']],
    ['warning', 'notice', []],
    ['never', 'error', []],
    ['never', 'warning', []],
  ])('with fail-on %s and a finding of severity %s fails for %j', (failOn, severity, expected) => {
    expect(reasons({ failOn, checks: [checked([createFinding({ severity })])] })).toEqual(expected);
  });

  test('fails for a template that Packer cannot read, even with fail-on never', () => {
    expect(reasons({ failOn: 'never', checks: [checked([createFinding()], false)] })).toEqual(['validate']);
  });

  test('tells all findings in one failure, how many and where the first is', () => {
    const at = { file: 'images/web/main.pkr.hcl', line: 11 };
    const findings = [
      createFinding({ reason: 'fmt', what: 'Not formatted.' }),
      createFinding({ at }),
      createFinding(),
    ];
    const [failure, ...others] = report({ checks: [checked(findings)] }).failures;
    expect(others).toEqual([]);
    expect(failure).toMatchObject({ reason: 'validate', what: 'The checks found 3 errors in images/web.' });
    expect(failure?.why).toContain('The first is: images/web/main.pkr.hcl:11: Unsupported argument');
  });

  test('of which one build failed is partial, says what failed and what did not', () => {
    const failure = createFailure({ reason: 'provisioner', what: 'The build amazon-ebs.db failed.' });
    const builds = [built([createBuild({ name: 'amazon-ebs.db', failure }), createBuild()])];
    const [first, ...others] = report({ builds }).failures;
    expect(others).toEqual([]);
    expect(first?.reason).toBe('partial');
    expect(first?.what).toBe('The build amazon-ebs.db failed.');
    expect(first?.why).toContain('Others succeeded: amazon-ebs.web.');
    expect(first?.fix).toBe(failure.fix);
  });

  test('of which every build failed keeps the reason of each', () => {
    const builds = ['throttled' as const, 'timeout' as const].map((reason) =>
      createBuild({ failure: createFailure({ reason }) }),
    );
    expect(reasons({ builds: [built(builds)] })).toEqual(['throttled', 'timeout']);
  });

  test('that was cancelled is cancelled, whatever was ready by then', () => {
    const failure = createFailure({ reason: 'cancelled' });
    expect(reasons({ builds: [built([createBuild({ failure }), createBuild()])] })).toEqual(['cancelled']);
  });

  test('puts an image without its tags before everything but a cancellation', () => {
    const tags = [{ images: [createImage()], failures: [createFailure({ reason: 'tag' })] }];
    const builds = [built([createBuild({ failure: createFailure({ reason: 'provisioner' }) })])];
    expect(reasons({ builds, tags, checks: [checked([createFinding({ reason: 'fmt' })])] })).toEqual([
      'tag',
      'provisioner',
      'fmt',
    ]);
  });

  test('that ended before there was anything to check says what is known', () => {
    const failure = createFailure({ reason: 'input' });
    expect(failedReport(failure, { commit: COMMIT })).toMatchObject({
      commit: COMMIT,
      failures: [failure],
      images: [],
      templates: [],
    });
  });
});

test.each([
  [0, '0 errors'],
  [1, '1 error'],
  [2, '2 errors'],
])('%i is said as %s', (count, text) => {
  expect(plural(count, 'error')).toBe(text);
});
