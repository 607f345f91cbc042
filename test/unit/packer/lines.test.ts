import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineReader } from '../../../src/packer/lines.ts';
import { anyText } from './hostile-text.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(chunks: readonly Uint8Array[], longest?: number): readonly string[] {
  const lines: string[] = [];
  const reader = createLineReader((line) => lines.push(line), longest);
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return lines;
}

/** Cuts bytes at the given places, wherever in a character they fall. */
function cut(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const sorted = places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b);
  return [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index] ?? bytes.length));
}

/** Lines as one reads them in a text that is there all at once. */
function expectedLines(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
}

describe('lines of a stream', () => {
  test('are those of the text, however its bytes are cut into chunks', () => {
    const text = anyText.filter((sample) => !sample.startsWith('\ufeff'));
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (sample, places) => {
        expect(read(cut(encode(sample), places))).toEqual(expectedLines(sample));
      }),
      { numRuns: 500 },
    );
  });

  test('are whole when every byte comes alone', () => {
    const text = 'é€👩🏽‍🚀,\r\nzweite Zeile\nlast';
    const chunks = [...encode(text)].map((byte) => Uint8Array.of(byte));
    expect(read(chunks)).toEqual(['é€👩🏽‍🚀,', 'zweite Zeile', 'last']);
  });

  test.each([
    ['', []],
    ['\n', ['']],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\r\n', ['a']],
    ['a\n\nb', ['a', '', 'b']],
    ['a\rb\n', ['a\rb']],
    ['a\r\r\n', ['a\r']],
  ])('of %j are %j', (text, lines) => {
    expect(read([encode(text)])).toEqual(lines);
  });

  test('keep a line of a megabyte whole', () => {
    const long = 'é'.repeat(1024 * 1024);
    const bytes = encode(`${long}\nnext\n`);
    const places = Array.from({ length: 40 }, (_, index) => index * 65_537);
    expect(read(cut(bytes, places))).toEqual([long, 'next']);
  });

  test('are given when their end is read, not before and not again', () => {
    const lines: string[] = [];
    const reader = createLineReader((line) => lines.push(line));
    reader.push(encode('one\ntw'));
    expect(lines).toEqual(['one']);
    reader.push(encode('o\n'));
    expect(lines).toEqual(['one', 'two']);
    reader.end();
    expect(lines).toEqual(['one', 'two']);
  });

  test('show bytes that are no UTF-8 as U+FFFD', () => {
    expect(read([Uint8Array.of(0x61, 0xff, 0x62, 0x0a)])).toEqual(['a\ufffdb']);
    expect(read([Uint8Array.of(0x61, 0xe2, 0x82)])).toEqual(['a\ufffd']);
  });
});

describe('a line that is too long', () => {
  test('is cut, says how much is gone, and leaves the next one alone', () => {
    expect(read([encode('abcdefgh\nnext\n')], 5)).toEqual(['abcde… (3 more characters)', 'next']);
  });

  test('is cut the same way in whatever chunks it comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.array(fc.nat(), { maxLength: 10 }),
        (length, places) => {
          const expected =
            length <= 20 ? 'x'.repeat(length) : `${'x'.repeat(20)}… (${length - 20} more characters)`;
          const bytes = encode(`${'x'.repeat(length)}\nnext`);
          expect(read(cut(bytes, places), 20)).toEqual([expected, 'next']);
        },
      ),
    );
  });

  test('is cut when the text ends without a line end too', () => {
    expect(read([encode('abcdefgh')], 5)).toEqual(['abcde… (3 more characters)']);
  });

  test('is whole at exactly the length that is kept', () => {
    expect(read([encode('abcde\n')], 5)).toEqual(['abcde']);
  });

  test('is whole at exactly the length that is kept when it ends in CR-LF', () => {
    expect(read([encode('abcde\r\nnext\r\n')], 5)).toEqual(['abcde', 'next']);
  });
});
