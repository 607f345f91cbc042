import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLog, type Log } from '../../src/log.ts';
import { createCommandReader } from '../support/workflow-commands.ts';

function recorded(): { readonly log: Log; readonly lines: () => readonly string[] } {
  let text = '';
  const log = createLog((written) => {
    text += written;
  });
  return { log, lines: () => text.split('\n').slice(0, -1) };
}

/** What .NET's `TrimStart`, with which the runner looks for commands, takes for white space. */
const DOTNET_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

const isCommand = (line: string): boolean =>
  line.replace(DOTNET_SPACE, '').startsWith('::') || line.includes('##[');

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        ':',
        '##[',
        '#',
        '[',
        '\n',
        '\r',
        '\r\n',
        ' ',
        '\t',
        '\u2003',
        '\u0085',
        '\ufeff',
      ),
      fc.constantFrom('::error::x', '::set-output name=a::b', '##[error]x', '::stop-commands::x'),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('a line of our own', () => {
  test.each([
    '::error file=a::x',
    '  ::error::x',
    '\t::set-env name=PATH::x',
    '\u2003::error::x',
    '##[error]x',
    'see ##[group]x',
    '###[error]x',
    'a\n::error::x',
    'a\r::error::x',
    'a\r\n##[error]x',
    '\u0085::error::x',
  ])('gives the runner no command: %j', (text) => {
    const { log, lines } = recorded();
    log.line(text);
    expect(lines()).toHaveLength(1);
    expect(lines().filter(isCommand)).toEqual([]);
  });

  test('gives the runner no command, whatever is in it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { log, lines } = recorded();
        log.line(text);
        expect(lines()).toHaveLength(1);
        expect(lines().filter((line) => isCommand(line) || line.includes('\r'))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('is otherwise as it is', () => {
    const { log, lines } = recorded();
    log.line('Build  images/web: a::b [x] # 5% größer');
    expect(lines()).toEqual(['Build  images/web: a::b [x] # 5% größer']);
  });
});

describe('a group', () => {
  test('folds what is printed in it and gives what its body gives', async () => {
    const { log, lines } = recorded();
    const value = await log.group('Check', async () => {
      log.line('inside');
      return 42;
    });
    expect(value).toBe(42);
    expect(lines()).toEqual(['::group::Check', 'inside', '::endgroup::']);
  });

  test('is closed when its body fails', async () => {
    const { log, lines } = recorded();
    await expect(log.group('Check', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(lines()).toEqual(['::group::Check', '::endgroup::']);
  });

  test('gives the runner no command but its own, whatever its title', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (title) => {
        const { log, lines } = recorded();
        await log.group(title, async () => undefined);
        expect(lines()).toHaveLength(2);
        const [first = '', last] = lines();
        expect(first.startsWith('::group::')).toBe(true);
        expect(isCommand(first.slice('::group::'.length))).toBe(false);
        expect(last).toBe('::endgroup::');
      }),
      { numRuns: 500 },
    );
  });
});

describe('a quote', () => {
  test('makes the runner obey nothing of what others print, and everything after it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile), async (texts) => {
        const { log, lines } = recorded();
        await log.quote(async (write) => {
          for (const text of texts) write(text);
        });
        await log.group('After', async () => undefined);
        const reader = createCommandReader();
        for (const line of lines().flatMap((one) => one.split('\r'))) reader.read(line);
        expect(reader.obeyed()).toEqual({ annotations: [], dropped: [], groups: ['After'], others: [] });
      }),
    );
  });

  test('has a token that cannot be guessed: another one every time', async () => {
    const { log, lines } = recorded();
    for (let count = 0; count < 50; count += 1) await log.quote(async () => undefined);
    const tokens = lines().flatMap((line) => /^::stop-commands::([0-9a-f]{32})$/.exec(line)?.[1] ?? []);
    expect(new Set(tokens).size).toBe(50);
  });

  test('ends when its body fails', async () => {
    const { log, lines } = recorded();
    await expect(log.quote(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const [start = '', end] = lines();
    expect(end).toBe(`::${start.slice('::stop-commands::'.length)}::`);
  });
});
