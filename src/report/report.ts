import type { BuildResult } from '../build/result.ts';
import type { Built } from '../build/stage.ts';
import type { CheckResult } from '../check/check.ts';
import { type Failure, sentences } from '../failure.ts';
import { countBySeverity, type FailOn, type Finding, fails } from '../finding.ts';
import type { Image } from '../image.ts';
import type { Mode } from '../inputs/inputs.ts';
import type { SweepResult } from '../sweep/result.ts';

/** All that a run has to tell, whatever became of it. */
export type Report = {
  readonly mode: Mode;
  readonly commit: string;
  readonly packerVersion: string;
  /** Where the pages of the lint rules are; empty where that is not known. */
  readonly rulePages: string;
  /** Names of the planned templates. */
  readonly templates: readonly string[];
  readonly checks: readonly CheckResult[];
  readonly builds: readonly BuildResult[];
  readonly images: readonly Image[];
  readonly findings: readonly Finding[];
  /** Why the step fails, the gravest first; empty when it passes. */
  readonly failures: readonly Failure[];
  readonly warnings: readonly string[];
  /** What failed builds had left behind: removed, or not. */
  readonly swept: SweepResult;
};

/** The gravest first: an image without its tags or lost from sight, then what was not built, then the rest. */
const GRAVEST: readonly Failure['reason'][] = [
  'input',
  'refused',
  'cancelled',
  'tag',
  'partial',
  'credentials',
];

/** What the stages gave. */
export type Results = {
  readonly checks: readonly CheckResult[];
  readonly built: readonly Built[];
  /** Findings about the run rather than one template. */
  readonly extra: readonly Finding[];
};

/** Puts the results of the stages together. */
export function makeReport(
  plan: Pick<Report, 'mode' | 'commit' | 'packerVersion' | 'rulePages' | 'templates'> & {
    readonly failOn: FailOn;
  },
  { checks, built, extra }: Results,
): Report {
  const builds = built.map(({ result }) => result);
  const tagged = built.map((one) => one.tagged);
  const findings = [...[...checks, ...builds].flatMap((result) => result.findings), ...extra];
  const failures = [
    ...tagged.flatMap((result) => result.failures),
    ...buildFailures(builds),
    ...checkFailures(plan.mode === 'build' ? checks : [], findings, plan.failOn),
  ];
  return {
    mode: plan.mode,
    commit: plan.commit,
    packerVersion: plan.packerVersion,
    rulePages: plan.rulePages,
    templates: plan.templates,
    checks,
    builds,
    images: tagged.flatMap((result) => result.images),
    findings,
    failures: failures.toSorted((a, b) => gravity(a) - gravity(b)),
    warnings: builds.flatMap((result) => result.warnings),
    swept: {
      removed: built.flatMap(({ cleanUp }) => cleanUp.swept.removed),
      left: built.flatMap(({ cleanUp }) => cleanUp.swept.left),
    },
  };
}

/** A run that ended before there was anything to check. */
export function failedReport(failure: Failure, known: Partial<Report> = {}): Report {
  return { ...NOTHING, ...known, failures: [failure] };
}

const NOTHING: Report = {
  mode: 'validate',
  commit: '',
  packerVersion: '',
  rulePages: '',
  templates: [],
  checks: [],
  builds: [],
  images: [],
  findings: [],
  failures: [],
  warnings: [],
  swept: { removed: [], left: [] },
};

const gravity = (failure: Failure): number => {
  const at = GRAVEST.indexOf(failure.reason);
  return at === -1 ? GRAVEST.length : at;
};

/** The failures of builds; where others of the same run succeeded, the word for the whole is `partial`. */
function buildFailures(results: readonly BuildResult[]): readonly Failure[] {
  const failed = results.flatMap((result) => [
    ...result.builds.flatMap((one) => one.failure ?? []),
    ...(result.failure === undefined ? [] : [result.failure]),
  ]);
  const succeeded = results.flatMap((result) => result.builds).filter((one) => one.failure === undefined);
  if (failed.length === 0 || succeeded.length === 0) return failed;
  const made = succeeded.map((one) => one.name).join(', ');
  return failed.map((failure, index) =>
    index === 0 && failure.reason !== 'cancelled'
      ? {
          ...failure,
          reason: 'partial' as const,
          why: [failure.why, `Others succeeded: ${made}.`].filter(Boolean).join(' '),
        }
      : failure,
  );
}

/** One failure for all findings that count under `fail-on`, or else for what keeps a template from being built. */
function checkFailures(
  checks: readonly CheckResult[],
  findings: readonly Finding[],
  failOn: FailOn,
): readonly Failure[] {
  const counted = findings.filter(({ severity }) => fails(severity, failOn));
  const unbuildable = checks
    .filter((result) => !result.buildable)
    .flatMap((result) => result.findings.filter(isError));
  const failing = counted.length > 0 ? counted : unbuildable;
  const [first] = failing.toSorted((a, b) => CHECK_ORDER.indexOf(a.reason) - CHECK_ORDER.indexOf(b.reason));
  if (first === undefined) return [];
  const { error, warning } = countBySeverity(failing);
  const amounts = [
    error > 0 ? plural(error, 'error') : '',
    warning > 0 ? plural(warning, 'warning') : '',
  ].filter(Boolean);
  const templates = [...new Set(failing.map((finding) => finding.template))];
  const place = first.at === undefined ? '' : `${first.at.file}:${first.at.line}: `;
  return [
    {
      reason: first.reason,
      what: `The checks found ${amounts.join(' and ')} in ${templates.join(', ')}.`,
      why: `${failing.length === 1 ? 'It is' : 'The first is'}: ${place}${sentences([first.what, first.why])}`,
      fix: first.fix,
    },
  ];
}

const CHECK_ORDER: readonly Failure['reason'][] = [
  'refused',
  'rate-limited',
  'init',
  'validate',
  'lint',
  'fmt',
];

const isError = (finding: Finding): boolean => finding.severity === 'error';

/** `1 error`, `2 errors`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
