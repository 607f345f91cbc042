import { expect, test } from 'vitest';
import { initReason, waitBeforeInit } from '../../../src/packer/init-reason.ts';

const limited = (left: string): string =>
  `Plugin host rate limited the plugin getter. Try again in ${left}.\nHINT: Set the PACKER_GITHUB_API_TOKEN env var with a token to get more requests.\n`;

test('a rate limit is told from every other failure of init', () => {
  expect(initReason(limited('14m59s'))).toBe('rate-limited');
  expect(initReason('Get "https://api.github.com/…": dial tcp: lookup api.github.com: no such host')).toBe(
    'init',
  );
});

test.each([
  ['1s', 2_000],
  ['1m30s', 91_000],
  ['12.5s', 13_500],
  ['500ms', 1_000],
])('a limit that ends in %s is waited for, and a second more', (left, wait) => {
  expect(waitBeforeInit(limited(left), 0)).toBe(wait);
});

test.each(['14m59s', '2m0s', '1h0m0s'])('a limit that ends in %s is not waited for', (left) => {
  expect(waitBeforeInit(limited(left), 0)).toBeUndefined();
});

test('without a word on when it ends, the wait doubles with every try', () => {
  expect([0, 1, 2].map((tries) => waitBeforeInit('API rate limit exceeded', tries))).toEqual([
    10_000, 20_000, 40_000,
  ]);
});
