import { type Finding, SEVERITIES, type Severity } from '../finding.ts';

/** One annotation as the runner takes it. */
export type Annotation = {
  readonly level: Severity;
  readonly title: string;
  readonly message: string;
  readonly at: Finding['at'];
};

/**
 * The runner shows ten annotations a level and step. The error that fails the step is one of them, so nine
 * errors are left for findings; the notice that points to the rest takes the place of a notice.
 */
const ROOM: Readonly<Record<Severity, number>> = { error: 9, warning: 10, notice: 9 };

/** The runner cuts a message at 4,096 characters. */
const LONGEST_MESSAGE = 4000;

/** The worst findings as annotations, the warnings about the run, and one that says where the others are. */
export function annotationsFor(
  findings: readonly Finding[],
  warnings: readonly string[] = [],
): readonly Annotation[] {
  const told = warnings.slice(0, ROOM.warning);
  const room = { ...ROOM, warning: ROOM.warning - told.length };
  const shown = SEVERITIES.flatMap((level) =>
    findings.filter((finding) => finding.severity === level).slice(0, room[level]),
  );
  const more = findings.length - shown.length;
  const ofFindings = shown.map(
    (finding): Annotation => ({
      level: finding.severity,
      title: finding.rule === 'packer' ? `Packer: ${finding.template}` : finding.rule,
      message: [finding.what, finding.why, finding.fix].filter(Boolean).join('\n').slice(0, LONGEST_MESSAGE),
      at: finding.at,
    }),
  );
  const ofRun = told.map(
    (message): Annotation => ({ level: 'warning', title: 'packer-ci', message, at: undefined }),
  );
  const annotations = [...ofFindings, ...ofRun];
  if (more === 0) return annotations;
  const pointer = {
    title: 'More findings',
    message: `${more} more of ${findings.length} findings are in the job summary.`,
    at: undefined,
  };
  return [...annotations, { level: 'notice', ...pointer }];
}
