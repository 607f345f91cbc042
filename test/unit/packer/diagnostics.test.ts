import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BuildState, createBuildState } from '../../../src/packer/build-state.ts';
import { parseDiagnostics, readable } from '../../../src/packer/diagnostics.ts';
import { readTranscript } from '../../support/transcripts.ts';
import { eventsOf } from '../builders.ts';
import { machineLine } from './packer-writer.ts';

function stateOf(stdout: string): BuildState {
  const state = createBuildState();
  for (const event of eventsOf(stdout)) state.add(event);
  return state.result();
}

const wordsOf = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('a diagnostic', () => {
  test('has its title, its place and its text in one piece', () => {
    const [first] = parseDiagnostics(readTranscript('validate-syntax').stdout);
    expect(first).toEqual({
      severity: 'error',
      title: 'Invalid multi-line string',
      detail:
        'Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline character or use the "heredoc" multi-line template syntax.',
      bullets: [],
      at: { file: 'main.pkr.hcl', line: 11 },
    });
  });

  test('that is a warning is one', () => {
    const output =
      'Warning: Deprecated attribute\n\n  on main.pkr.hcl line 4:\n  (source code not available)\n\nUse b.\n\n';
    expect(parseDiagnostics(output)).toEqual([
      {
        severity: 'warning',
        title: 'Deprecated attribute',
        detail: 'Use b.',
        bullets: [],
        at: { file: 'main.pkr.hcl', line: 4 },
      },
    ]);
  });

  test('has its whole title when Packer prints it on two lines', () => {
    const { outside } = stateOf(readTranscript('build-qemu').stdout);
    expect(outside.flatMap(parseDiagnostics)).toEqual([
      {
        severity: 'warning',
        title:
          "A checksum of 'none' was specified. Since ISO files are so big, a checksum is highly recommended.",
        detail: '',
        bullets: [],
        at: { file: 'main.pkr.hcl', line: 10 },
      },
    ]);
  });

  test('keeps its paragraphs apart', () => {
    const output = 'Error: Title\n\nfirst\nparagraph\n\nsecond\n\n';
    expect(parseDiagnostics(output)[0]?.detail).toBe('first paragraph\nsecond');
  });

  test('with CR-LF reads the same as with LF', () => {
    const { stdout } = readTranscript('validate-missing-required');
    expect(parseDiagnostics(stdout.replaceAll('\n', '\r\n'))).toEqual(parseDiagnostics(stdout));
  });

  test('has its faults one by one, a note with the fault it belongs to', () => {
    expect(parseDiagnostics(readTranscript('validate-missing-required').stdout)).toMatchObject([
      {
        title: '4 error(s) occurred:',
        detail: '',
        bullets: [
          'ami_name must be specified',
          'ami_name must be between 3 and 128 characters long',
          'An ssh_username must be specified Note: some builders used to default ssh_username to "root".',
          'either instance_type or spot_instance_types must be specified',
        ],
        at: { file: 'main.pkr.hcl', line: 10 },
      },
    ]);
  });

  test('is none in the output of a run without complaints', () => {
    for (const name of ['validate-ok', 'init-ok', 'init-noplugins', 'fmt-ok', 'fmt-check', 'inspect-multi'])
      expect(parseDiagnostics(readTranscript(name).stdout)).toEqual([]);
  });
});

describe('machine-readable diagnostics', () => {
  test.each([
    ['validate-mr-seed', 'validate-seed'],
    ['validate-mr-unknown-attr', 'validate-unknown-attr'],
    ['validate-mr-unset-var', 'validate-unset-var'],
  ])('%s says the same as %s', (machine, prose) => {
    expect(parseDiagnostics(readTranscript(machine).stdout)).toEqual(
      parseDiagnostics(readTranscript(prose).stdout),
    );
  });

  test('say the same as prose for every recorded call', () => {
    for (const name of [
      'validate-syntax',
      'validate-missing-required',
      'validate-warn',
      'validate-unset-var',
    ]) {
      // Prose holds no escape of its own that the machine-readable form could not carry back.
      const prose = readTranscript(name).stdout.replaceAll('\\n', '/n');
      expect(parseDiagnostics(machineLine('ui', 'error', prose))).toEqual(parseDiagnostics(prose));
    }
  });

  test('without an envelope stay as they are', () => {
    expect(readable('plain text\n')).toBe('plain text\n');
    expect(readable('')).toBe('');
  });
});

/** hcl's writer of diagnostics: the text is wrapped at a width, never inside a word. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

const sentence = fc
  .array(fc.stringMatching(/^[A-Za-z"'`.][A-Za-z0-9"'`.,-]{0,14}$/), { minLength: 1, maxLength: 30 })
  .map((words) => words.join(' '))
  .filter((text) => !/^(Error|Warning):/.test(text));

test('a text that Packer wrapped at any width reads unwrapped', () => {
  fc.assert(
    fc.property(sentence, sentence, fc.integer({ min: 10, max: 120 }), (title, text, width) => {
      const output = `Error: ${title}\n\n  on a b/main.pkr.hcl line 7:\n  (source code not available)\n\n${wrap(text, width)}\n\n`;
      expect(parseDiagnostics(output)).toEqual([
        { severity: 'error', title, detail: text, bullets: [], at: { file: 'a b/main.pkr.hcl', line: 7 } },
      ]);
    }),
  );
});

test('no word of a list of faults is lost', () => {
  fc.assert(
    fc.property(fc.array(sentence, { minLength: 1, maxLength: 6 }), (faults) => {
      const output = `Error: ${faults.length} error(s) occurred:\n\n${faults.map((fault) => `* ${wrap(fault, 78)}\n`).join('')}\n  on main.pkr.hcl line 10:\n  (source code not available)\n\n`;
      expect(parseDiagnostics(output)[0]?.bullets.map(wordsOf)).toEqual(faults.map(wordsOf));
    }),
  );
});
