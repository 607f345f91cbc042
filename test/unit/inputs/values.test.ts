import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseAssignments,
  parseBoolean,
  parseChoice,
  parseChoices,
  parseList,
  parseOptionalCount,
} from '../../../src/inputs/values.ts';

describe('a list', () => {
  test.each([
    ['', []],
    ['\n \n', []],
    ['a', ['a']],
    ['  a b  \r\n\n# no\n  # nor this\nc#d\n', ['a b', 'c#d']],
  ])('of %j is %j', (text, entries) => {
    expect(parseList(text)).toEqual(entries);
  });
});

describe('a choice', () => {
  test('is one of the words', () => {
    expect(parseChoice(' b\n', ['a', 'b'])).toEqual({ ok: true, value: 'b' });
  });

  test.each(['c', 'B', '', 'a b'])('is not %j, and the legal words are named', (text) => {
    expect(parseChoice(text, ['a', 'b', 'x'])).toEqual({
      ok: false,
      problem: `is \`${text}\`; use \`a\`, \`b\` or \`x\``,
    });
  });
});

describe('choices', () => {
  test.each([
    ['b,a', ['a', 'b']],
    ['a\nb', ['a', 'b']],
    ['# none but\nb', ['b']],
    ['a, a', ['a']],
  ])('of %j are %j', (text, value) => {
    expect(parseChoices(text, ['a', 'b'])).toEqual({ ok: true, value });
  });

  test('name every word that is none', () => {
    expect(parseChoices('x, a, y', ['a', 'b'])).toEqual({
      ok: false,
      problem: 'has `x` and `y`; use any of `a` or `b`',
    });
  });
});

describe('yes or no', () => {
  test.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    [' FALSE\n', false],
  ])('%j is %j', (text, value) => {
    expect(parseBoolean(text)).toEqual({ ok: true, value });
  });

  test.each(['yes', '1', 'on', 'tRue', 'no', ''])('is not %j', (text) => {
    expect(parseBoolean(text)).toEqual({ ok: false, problem: `is \`${text}\`; use \`true\` or \`false\`` });
  });
});

describe('a count', () => {
  test.each([
    ['', undefined],
    [' ', undefined],
    ['1', 1],
    ['999999', 999_999],
  ])('%j is %j', (text, value) => {
    expect(parseOptionalCount(text)).toEqual({ ok: true, value });
  });

  test.each(['0', '-1', '1.5', '1e3', '007', 'two', '1000000', '1 2'])('is not %j', (text) => {
    expect(parseOptionalCount(text)).toEqual({
      ok: false,
      problem: `is \`${text}\`; use a whole number from 1 to 999999`,
    });
  });
});

describe('assignments', () => {
  test('keep every = and # of a value', () => {
    const parsed = parseAssignments('url=https://a/?b=c&d==#top\n# comment=1\nempty=\n name = two words ');
    expect(parsed.ok && [...parsed.value]).toEqual([
      ['url', 'https://a/?b=c&d==#top'],
      ['empty', ''],
      ['name', 'two words'],
    ]);
  });

  test('of any names and values read back', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_:/-]{0,9}$/);
    const value = fc
      .string({ unit: 'binary' })
      .filter((text) => !/[\r\n]/.test(text) && text === text.trim());
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), (pairs) => {
        const parsed = parseAssignments(pairs.map(([key, text]) => `${key}=${text}`).join('\n'));
        expect(parsed.ok && [...parsed.value]).toEqual(pairs);
      }),
    );
  });

  test.each(['no divider', '=value'])('are not %j, and the line is named', (line) => {
    expect(parseAssignments(`a=1\n${line}`)).toEqual({
      ok: false,
      problem: `has the line \`${line}\`; write \`name=value\``,
    });
  });

  test('name nothing twice', () => {
    expect(parseAssignments('a=1\na =2')).toEqual({
      ok: false,
      problem: 'names `a` twice; keep one line for it',
    });
  });
});
