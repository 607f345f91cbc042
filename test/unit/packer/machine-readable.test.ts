import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../../src/packer/machine-readable.ts';
import { restoreLineEnds } from '../../../src/packer/text.ts';
import { anyText } from './hostile-text.ts';
import { machineLine, targetLine } from './packer-writer.ts';

/** Packer escapes neither backslashes nor its own mark for a comma, so such texts cannot come back as they were. */
const readable = anyText.map((text) => text.replaceAll('\\', '/').replaceAll('%!(PACKER_COMMA)', ','));
const withoutCr = (text: string): string => text.replaceAll('\r', '');
const buildName = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}(\.[a-z][a-z0-9-]{0,9}){1,2}$/);

const parse = (line: string) => parseEvent(line.replace(/\n$/, ''));

describe('what Packer writes reads back', () => {
  test('as one line, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(machineLine('ui', 'say', text).indexOf('\n')).toBe(machineLine('ui', 'say', text).length - 1);
      }),
    );
  });

  test('a message of any text', () => {
    fc.assert(
      fc.property(readable, fc.constantFrom('say', 'message', 'error'), (text, level) => {
        const event = parse(machineLine('ui', level, text));
        expect(event).toMatchObject({ kind: 'ui', time: 1_795_254_960, level });
        expect(event.kind === 'ui' && restoreLineEnds(event.text)).toBe(withoutCr(text));
      }),
      { numRuns: 500 },
    );
  });

  test("a build's error of any text", () => {
    fc.assert(
      fc.property(buildName, readable, (build, text) => {
        const event = parse(targetLine(build, 'error', text));
        expect(event).toMatchObject({ kind: 'build-error', build });
        expect(event.kind === 'build-error' && restoreLineEnds(event.text)).toBe(withoutCr(text));
      }),
    );
  });

  test('every field of an artifact', () => {
    const field = fc.constantFrom('builder-id', 'id', 'string', 'files-count', 'file', 'nil', 'end');
    fc.assert(
      fc.property(
        buildName,
        fc.nat(99),
        field,
        fc.array(readable, { maxLength: 3 }),
        (build, index, name, data) => {
          const event = parse(targetLine(build, 'artifact', String(index), name, ...data));
          expect(event).toMatchObject({ kind: 'artifact', build, index, field: name });
          expect(event.kind === 'artifact' && event.values.map(restoreLineEnds)).toEqual(data.map(withoutCr));
        },
      ),
    );
  });

  test('the count of errors', () => {
    expect(parse(machineLine('error-count', '3'))).toEqual({ kind: 'error-count', count: 3 });
  });
});

describe('one line', () => {
  test('of a type that is not needed is known by its type', () => {
    expect(parseEvent('1795254960,amazon-ebs.web,artifact-count,2')).toEqual({
      kind: 'other',
      type: 'artifact-count',
    });
  });

  test.each([
    '',
    '==> web.amazon-ebs.web: Creating temporary security group',
    'a,b,c',
    '1795254960,only-two',
    '1795254960,,',
    ' 1795254960,,ui,say,x',
    'panic: runtime error, goroutine 1, [running]:',
    '1795254960,web,artifact,one,id,x',
    '1795254960,web,artifact,0',
    '17952549601795254960,,ui,say,x',
  ])('that is not machine-readable is kept as it came: %j', (line) => {
    expect(parseEvent(line)).toEqual({ kind: 'unreadable', raw: line });
  });

  test('of any text is read without throwing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseEvent(text).kind).toBeTypeOf('string');
      }),
    );
  });

  test('keeps commas that Packer forgot to escape in a message', () => {
    expect(parseEvent('1,,ui,say,a,b')).toMatchObject({ text: 'a,b' });
  });
});
