import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArtifacts } from '../../../src/packer/artifact.ts';
import { type BuildState, createBuildState } from '../../../src/packer/build-state.ts';
import { createLineReader } from '../../../src/packer/lines.ts';
import { parseEvent } from '../../../src/packer/machine-readable.ts';
import { COMMIT } from '../builders.ts';
import { anyText } from './hostile-text.ts';
import { buildLine, machineLine, targetLine } from './packer-writer.ts';

const BUILD = 'amazon-ebs.web';

/** What the action makes of these bytes of Packer's output. */
function stateOf(output: string): BuildState {
  const state = createBuildState();
  const reader = createLineReader((line) => state.add(parseEvent(line)));
  reader.push(new TextEncoder().encode(output));
  reader.end();
  return state.result();
}

describe('whatever a provisioner prints', () => {
  const provisioner = fc.tuple(
    anyText,
    fc.constantFrom('say', 'message', 'error'),
    fc.constantFrom('==>', '   '),
  );

  test('makes no build, no artifact, no error and no cancellation', () => {
    fc.assert(
      fc.property(fc.array(provisioner, { minLength: 1, maxLength: 4 }), (messages) => {
        const output = messages
          .map(([text, level, arrow]) => buildLine(BUILD, text, { level, arrow }))
          .join('');
        const state = stateOf(output);
        expect(state.builds.map((build) => build.name)).toEqual([BUILD]);
        expect(state.builds[0]).toMatchObject({ artifacts: [], errors: [] });
        expect(state).toMatchObject({ outside: [], cancelled: false, unreadable: { count: 0 } });
      }),
      { numRuns: 1000 },
    );
  });

  test('changes nothing about the AMI that Packer names', () => {
    fc.assert(
      fc.property(provisioner, ([text, level, arrow]) => {
        const output = [
          buildLine(BUILD, text, { level, arrow }),
          targetLine(BUILD, 'artifact', '0', 'builder-id', 'mitchellh.amazonebs'),
          targetLine(BUILD, 'artifact', '0', 'id', 'us-east-1:ami-0123456789abcdef0'),
          targetLine(BUILD, 'artifact', '0', 'end'),
        ].join('');
        const images = stateOf(output).builds.flatMap(
          (build) => readArtifacts(build, 'images/web', COMMIT).images,
        );
        expect(images.map(({ build, region, id }) => ({ build, region, id }))).toEqual([
          { build: BUILD, region: 'us-east-1', id: 'ami-0123456789abcdef0' },
        ]);
      }),
      { numRuns: 300 },
    );
  });

  test('on standard error is kept as its last words, five lines of them', () => {
    const lines = ['1', '2', '3', '4', '5', '6', 'disk full'].map((text) =>
      buildLine(BUILD, text, { level: 'error' }),
    );
    expect(stateOf(lines.join('')).builds[0]?.lastWords).toEqual(['3', '4', '5', '6', 'disk full']);
  });
});

describe('what is held in memory', () => {
  const sizeAfter = (lines: number, line: (index: number) => string): number => {
    const state = createBuildState();
    for (let index = 0; index < lines; index += 1) state.add(parseEvent(line(index).trimEnd()));
    return JSON.stringify(state.result()).length;
  };
  const number = (index: number): string => String(index).padStart(8, '0');

  test.each([
    ['messages of a build', (index: number) => buildLine(BUILD, `step ${number(index)}`)],
    ['errors of a build', (index: number) => buildLine(BUILD, `oops ${number(index)}`, { level: 'error' })],
    ['errors of no build', (index: number) => machineLine('ui', 'error', `Error: ${number(index)}`)],
    ['messages of no build', (index: number) => machineLine('ui', 'say', `hello ${number(index)}`)],
  ])('does not grow with the %s', (_, line) => {
    expect(sizeAfter(50_000, line)).toBe(sizeAfter(500, line));
  });

  test('of lines that are not machine-readable is the first and how many', () => {
    const state = createBuildState();
    for (let index = 0; index < 50_000; index += 1)
      state.add(parseEvent(`panic ${index} ${'x'.repeat(300)}`));
    const { unreadable } = state.result();
    expect(unreadable.count).toBe(50_000);
    expect(unreadable.first).toBe(`panic 0 ${'x'.repeat(192)}`);
  });
});

describe('a run', () => {
  test('that Packer cancels is cancelled', () => {
    expect(stateOf(machineLine('ui', 'error', 'Cancelling build after receiving terminated'))).toMatchObject({
      cancelled: true,
      outside: [],
      builds: [],
    });
  });

  test('says what went wrong outside of any build, with its line ends', () => {
    const text = 'Error: Missing plugins\n\nDid you run packer init for this project ?\n';
    expect(stateOf(machineLine('ui', 'error', text)).outside).toEqual([text.trim()]);
  });

  test('gives an artifact its files and drops one that Packer says is not there', () => {
    const output = [
      targetLine('qemu.vm', 'artifact', '1', 'nil'),
      targetLine('qemu.vm', 'artifact', '1', 'end'),
      targetLine('qemu.vm', 'artifact', '0', 'builder-id', 'transcend.qemu'),
      targetLine('qemu.vm', 'artifact', '0', 'id', 'VM'),
      targetLine('qemu.vm', 'artifact', '0', 'string', 'VM files in directory: out'),
      targetLine('qemu.vm', 'artifact', '0', 'file', '0', 'out/a,b'),
      targetLine('qemu.vm', 'artifact', '0', 'file', '1', 'out/c'),
    ].join('');
    expect(stateOf(output).builds[0]?.artifacts).toEqual([
      {
        builderId: 'transcend.qemu',
        id: 'VM',
        text: 'VM files in directory: out',
        files: ['out/a,b', 'out/c'],
      },
    ]);
  });

  test("takes a build's time from its first word to its end", () => {
    const state = createBuildState();
    for (const line of [
      `100,,ui,say,==> ${BUILD}: one`,
      `160,,ui,say,==> ${BUILD}: two`,
      `172,,ui,say,Build '${BUILD}' finished after 1 minute 12 seconds.`,
      `900,,ui,say,--> ${BUILD}: AMIs were created:`,
    ])
      state.add(parseEvent(line));
    expect(state.result().builds).toMatchObject([{ name: BUILD, seconds: 72 }]);
  });

  test('counts what a post-processor says to the build it belongs to', () => {
    const output = buildLine(`${BUILD} (shell-local)`, 'uploading', { level: 'error' });
    expect(stateOf(output).builds).toMatchObject([{ name: BUILD, lastWords: ['uploading'] }]);
  });
});
