import type { FailureReason } from '../failure.ts';

/** Why `packer init` failed: GitHub's limit on anonymous requests has a word of its own. */
export function initReason(output: string): FailureReason {
  return /rate limit|\b(403|429)\b.*(?:limit|Forbidden|Too Many)/i.test(output) ? 'rate-limited' : 'init';
}
