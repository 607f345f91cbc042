import type { FailureReason } from '../failure.ts';

/** Why `packer init` failed: GitHub's limit on anonymous requests has a word of its own. */
export function initReason(output: string): FailureReason {
  return /rate limit|\b(403|429)\b.*(?:limit|Forbidden|Too Many)/i.test(output) ? 'rate-limited' : 'init';
}

/** A limit that lasts longer than this, in milliseconds, is not worth a runner's time. */
const LONGEST_WAIT = 120_000;

/**
 * How long to wait before `init` is tried again, in milliseconds; undefined where waiting is no use. Packer
 * says when the limit ends (`Try again in 1m30s`, plugin-getter/github); without that, 10 s and then twice as
 * long each time.
 */
export function waitBeforeInit(output: string, tries: number): number | undefined {
  const said = /Try again in (?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?/.exec(output);
  if (said === null) return 10_000 * 2 ** tries;
  const [, hours = '0', minutes = '0', seconds = '0'] = said;
  const wait = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + 1000;
  return wait <= LONGEST_WAIT ? wait : undefined;
}
