import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../../src/packer/machine-readable.ts';
import { displayLines, readMessage } from '../../../src/packer/text.ts';
import { anyText } from './hostile-text.ts';
import { buildLine } from './packer-writer.ts';

const BUILD = 'amazon-ebs.web';

/** The text of the one event that Packer prints for a message of a build. */
function textOf(line: string): string {
  const event = parseEvent(line.replace(/\n$/, ''));
  if (event.kind !== 'ui') throw new Error(`no message: ${line}`);
  return event.text;
}

/** A line whose look-alikes of Packer's escapes can be told apart: none at its end, no prefix of the build after one. */
const tellable = anyText
  .map((text) => text.replace(/[\r\n]/g, '').replaceAll('%!(PACKER_COMMA)', ','))
  .filter(
    (line) => !line.endsWith('\\r') && !line.includes(`\\n==> ${BUILD}:`) && !line.startsWith('(shell):'),
  );

describe('a message of a build', () => {
  test('has the lines that were printed, with literal \\n and \\r still in them', () => {
    fc.assert(
      fc.property(fc.array(tellable, { maxLength: 5 }), (lines) => {
        // Packer trims the end of the whole message.
        const printed = [...lines, 'end'];
        expect(readMessage(textOf(buildLine(BUILD, printed.join('\n'))))).toEqual({
          build: BUILD,
          lines: printed,
        });
      }),
      { numRuns: 500 },
    );
  });

  test('has the same lines when they ended in CR-LF', () => {
    const text = textOf(buildLine(BUILD, 'one\r\ntwo\r\nthree'));
    expect(readMessage(text).lines).toEqual(['one', 'two', 'three']);
  });

  test('keeps what looks like a Windows path', () => {
    const text = textOf(buildLine(BUILD, 'copied C:\\new\\readme.txt\nto D:\\root'));
    expect(displayLines(text)).toEqual([`${BUILD}  copied C:\\new\\readme.txt`, `${BUILD}  to D:\\root`]);
  });

  test('of Packer 1.6, which prefixes plain messages with spaces, reads the same', () => {
    const text = textOf(buildLine(BUILD, 'one\ntwo', { level: 'message', arrow: '   ' }));
    expect(readMessage(text)).toEqual({ build: BUILD, lines: ['one', 'two'] });
  });

  test('of a post-processor carries the name of both', () => {
    const text = textOf(buildLine(`${BUILD} (shell-local)`, 'one\ntwo'));
    expect(readMessage(text)).toEqual({ build: `${BUILD} (shell-local)`, lines: ['one', 'two'] });
  });

  test('that is blank is of the build all the same', () => {
    expect(readMessage(textOf(buildLine(BUILD, '\n')))).toEqual({ build: BUILD, lines: ['', ''] });
  });

  test('is of that build, whatever a provisioner prints', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readMessage(textOf(buildLine(BUILD, text))).build).toBe(BUILD);
      }),
      { numRuns: 1000 },
    );
  });

  test('that starts with a word in parentheses is still of that build', () => {
    expect(readMessage(textOf(buildLine(BUILD, '(stdin): 3 lines'))).build).toBe(BUILD);
  });
});

describe('the log', () => {
  test('shows every line of a message with the name of its build in front', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const line of displayLines(textOf(buildLine(BUILD, text))))
          expect(line === BUILD || line.startsWith(`${BUILD}  `)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('leaves out the blank lines around a message of Packer itself, not those in it', () => {
    expect(displayLines('\\n\\n==> Wait completed\\n\\nafter 1 second\\n')).toEqual([
      '==> Wait completed',
      '',
      'after 1 second',
    ]);
  });

  test('shows what an artifact is, line by line', () => {
    expect(displayLines(`--> ${BUILD}: AMIs were created:\\nus-east-1: ami-1\\n`)).toEqual([
      `${BUILD}  AMIs were created:`,
      `${BUILD}  us-east-1: ami-1`,
    ]);
  });

  test('shows nothing for a blank message', () => {
    expect(displayLines('\\n \\n')).toEqual([]);
  });
});
