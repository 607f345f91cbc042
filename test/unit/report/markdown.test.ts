import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, codeBlock, duration, escapeMarkdown, prose, table } from '../../../src/report/markdown.ts';

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<img src=x onerror=alert(1)>',
        '</details>',
        '&lt;',
        '<!--',
        '@octocat',
        '@acme/team',
        '#12',
        'acme/images#12',
      ),
      fc.constantFrom(
        '`',
        '``',
        '```',
        '\\',
        '|',
        '\\|',
        '*',
        '_',
        '~',
        '!',
        '[a](b)',
        '![a](http://x)',
        'https://evil.example',
        'www.evil.example',
      ),
      fc.constantFrom('\n', '\r\n', '\r', '\n\n', ' ', 'a', '@', '#', '1'),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join('').replaceAll('\u200b', ''));

/** What a reader of Markdown takes for more than text, once code spans are gone. */
const ALIVE = [/</, /@\w/, /#\w/, /\bhttps?:\/\//i, /\bwww\.\w/i] as const;

/** The text outside of code spans, as CommonMark finds them. */
function outsideCode(markdown: string): string {
  let text = '';
  for (let at = 0; at < markdown.length; ) {
    const run = /^`+/.exec(markdown.slice(at))?.[0];
    if (run === undefined) {
      const length = markdown[at] === '\\' ? 2 : 1;
      text += markdown.slice(at, at + length);
      at += length;
      continue;
    }
    const rest = markdown.slice(at + run.length);
    const close = [...rest.matchAll(/`+/g)].find(([other]) => other.length === run.length);
    if (close === undefined) text += run;
    at += close === undefined ? run.length : run.length + close.index + run.length;
  }
  return text;
}

describe('text of others', () => {
  test('makes no HTML, no mention, no reference and no link', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = escapeMarkdown(text);
        for (const pattern of ALIVE) expect(markdown).not.toMatch(pattern);
        expect(markdown).not.toMatch(/[\r\n>]/);
        // Every sign that could mean something has a backslash in front.
        expect(markdown.replace(/\\[\\`*_[\]|~!]/g, '')).not.toMatch(/[\\`*_[\]|~!]/);
      }),
      { numRuns: 1000 },
    );
  });

  test('reads as it was', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = escapeMarkdown(text)
          .replaceAll('\u200b', '')
          .replace(/\\(.)/g, '$1')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&');
        expect(shown).toBe(text.replace(/[\r\n]+/g, ' '));
      }),
    );
  });

  test.each([
    ['<b>', '&lt;b&gt;'],
    ['&lt;', '&amp;lt;'],
    ['a | b', 'a \\| b'],
    ['@octocat #12', '@\u200boctocat #\u200b12'],
    ['**bold** _it_ `code`', '\\*\\*bold\\*\\* \\_it\\_ \\`code\\`'],
    ['images/web', 'images/web'],
  ])('%j is written %j', (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });
});

describe('a sentence with code in it', () => {
  test('makes nothing alive outside of its code', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const rest = outsideCode(prose(text));
        for (const pattern of ALIVE) expect(rest).not.toMatch(pattern);
        expect(prose(text)).not.toMatch(/\n/);
      }),
      { numRuns: 5000 },
    );
  });

  test('makes no HTML of what follows a run of backticks', () => {
    expect(outsideCode(prose('`````<img src=x>`'))).not.toContain('<');
  });

  test('shows its code as code', () => {
    expect(prose('Set `init: true` for <x>.')).toBe('Set `init: true` for &lt;x&gt;.');
  });

  test('has no backslash in code that has a pipe, outside of a table', () => {
    expect(prose('Use `a|b`.')).toBe('Use `a|b`.');
  });
});

describe('inline code', () => {
  test('is one code span with the text in it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = code(text);
        expect(outsideCode(markdown)).toBe('');
        const line = text.replace(/[\r\n]+/g, ' ');
        // A table takes the backslash before a pipe away again.
        expect(markdown.includes(line) || markdown.replaceAll('\\|', '|').includes(line)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['a', '`a`'],
    ['a`b', '`` a`b ``'],
    ['``', '``` `` ```'],
    ['', ''],
  ])('of %j is %j', (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });
});

describe('a code block', () => {
  test('has a fence longer than any run of backticks in it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [fence = ''] = /^`+/.exec(codeBlock(text, 'hcl')) ?? [];
        expect(fence.length).toBeGreaterThanOrEqual(3);
        expect(text).not.toContain(fence);
        expect(codeBlock(text, 'hcl')).toBe(`${fence}hcl\n${text}\n${fence}`);
      }),
    );
  });

  test('holds a text with very many backticks', () => {
    const text = '` '.repeat(300_000);
    expect(codeBlock(text)).toBe(`\`\`\`\n${text}\n\`\`\``);
  });
});

test('a table keeps its rows and columns, whatever its cells say', () => {
  const cell = fc.tuple(hostile, fc.constantFrom(escapeMarkdown, code)).map(([text, write]) => write(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 4 }), (rows) => {
      const lines = table(['A', 'B', 'C'], rows).split('\n');
      expect(lines).toHaveLength(rows.length + 2);
      for (const line of lines) expect(line.split(/(?<!\\)\|/)).toHaveLength(5);
    }),
  );
});

test.each([
  [0, '0s'],
  [45, '45s'],
  [60, '1m 0s'],
  [372, '6m 12s'],
  [3600, '1h 0m'],
  [3779, '1h 2m'],
])('%i seconds are read as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
