import type { Value } from '../../template/model.ts';
import { attribute, isTrue, textsOf } from '../blocks.ts';
import { type Step, steps } from '../builders.ts';
import { commands } from '../commands.ts';
import { withOverrides } from '../overrides.ts';
import type { Hit, Rule } from '../rule.ts';

/** Success, and success that needs a reboot: of Windows Installer, and of Packer for a dropped connection. */
const SUCCESS = new Set([0, 1641, 3010, 16001, 2300218]);

/** Commands whose exit code 2 means done: with remarks, or with changes. */
const TWO_IS_DONE = /\bcloud-init\s+status\b|--detailed-exitcodes\b/;

const SHELL = /(?:^|[\s/])(?:ba|z|k|da|a)?sh\b/;
const STOPS = /\s-[a-zA-Z]*e|\berrexit\b/;
const SET_STOPS = /(?:^|[;&]\s*)set\s+(?:[^;&|]*\s)?(?:-[a-zA-Z]*e|errexit\b)/;

/** At the end of a statement; within `$( ... )` it only shapes a value. */
const SWALLOWED = /\|\|\s*(?:(?:\/(?:usr\/)?bin\/)?true|:|exit\s+0)\s*["']?\s*(?:[;}#]|$)/g;
/** A command that fails to say no: nothing to find or to stop, or only a status. */
const ANSWERS =
  /^\s*(?:(?:if|then|do|else|sudo|!)\s+)*(?:[ef]?grep|diff|cmp|test|\[|pgrep|pkill|kill|killall|command\s+-v|which|type|id|getent|umount|cloud-init\s+status|systemctl\s+(?:is-\w+|status|stop|reset-failed))(?:\s|$)/;

export const hiddenFailure: Rule = {
  id: 'PKR603',
  severity: 'medium',
  title: 'Provisioner failure is hidden',
  what: 'A command that fails does not fail the build.',
  why: 'The build turns green and publishes an image in which something is missing.',
  fix: 'Let the build fail: keep `-e` in `inline_shebang`, remove `|| true` and `continue_on_error`, and accept only exit codes that mean success.',
  check(template) {
    const expanded = withOverrides(template);
    const settings = steps(expanded)
      .filter(isBuilding)
      .flatMap((step) => [...continued(step), ...accepted(step), ...unstopped(step)]);
    const swallowed = commands(expanded)
      .filter(({ step, text }) => isBuilding(step) && swallowsFailure(text))
      .map(({ at, step }) => ({
        at,
        what: `A command of the ${step.kind} \`${step.type}\` ends in \`|| true\`, so that its failure is not seen.`,
      }));
    return [...settings, ...swallowed];
  },
};

function swallowsFailure(text: string): boolean {
  return [...text.matchAll(SWALLOWED)].some(({ index }) => {
    const command =
      text
        .slice(0, index)
        .split(/;|&&|\||[({]/)
        .at(-1) ?? '';
    return !ANSWERS.test(command);
  });
}

/** When an `error-cleanup-provisioner` runs, the build has failed already. */
function isBuilding({ block }: Step): boolean {
  return block.type !== 'error-cleanup-provisioner';
}

function continued({ kind, type, block }: Step): readonly Hit[] {
  const set = attribute(block, 'continue_on_error');
  if (set === undefined || !isTrue(set.value)) return [];
  return [{ at: set.range, what: `The build goes on when the ${kind} \`${type}\` fails.` }];
}

function accepted({ kind, type, block }: Step): readonly Hit[] {
  const codes = attribute(block, 'valid_exit_codes');
  const items = codes?.value.kind === 'list' ? codes.value.items : [];
  const done = textsOf(attribute(block, 'inline')?.value).some(({ text }) => TWO_IS_DONE.test(text));
  const failures = items
    .map(numberOf)
    .filter((code) => code !== undefined && !SUCCESS.has(code) && !(done && code === 2));
  if (codes === undefined || failures.length === 0) return [];
  const what = `The ${kind} \`${type}\` takes the exit code ${failures.join(', ')} for success.`;
  return [{ at: codes.range, what }];
}

function numberOf(value: Value): number | undefined {
  if (value.kind === 'number') return value.number;
  return value.kind === 'string' && /^\d+$/.test(value.text) ? Number(value.text) : undefined;
}

/** Only the last of several commands decides, unless the shell stops at the first that fails. */
function unstopped({ kind, type, block }: Step): readonly Hit[] {
  const shebang = attribute(block, 'inline_shebang');
  const inline = attribute(block, 'inline');
  if (shebang?.value.kind !== 'string' || inline?.value.kind !== 'list') return [];
  const { text } = shebang.value;
  if (!SHELL.test(text) || STOPS.test(text)) return [];
  const lines = textsOf(inline.value).flatMap((item) => item.text.trim().split('\n'));
  const several = lines.length > 1 || lines.some((line) => line.includes(';'));
  if (!several || lines.some((line) => SET_STOPS.test(line.trim()))) return [];
  const what = `The \`inline_shebang\` of the ${kind} \`${type}\` has no \`-e\`, so that only the last command decides.`;
  return [{ at: shebang.range, what }];
}
