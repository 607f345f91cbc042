import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToEc2, type Ec2 } from '../support/ec2.ts';
import { awsEnvironment } from '../support/environment.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { isMissing } from '../support/parts.ts';
import { buildOutput, type Played, play, soundTemplate } from '../support/scenario.ts';
import type { Part } from '../support/stand-in.ts';

const MILLION = 1_000_000;

describe.skipIf(isMissing('moto'))('a build that prints', () => {
  let moto: Moto;
  let ec2: Ec2;

  beforeAll(async () => {
    moto = await startMoto();
    ec2 = connectToEc2(moto.endpoint);
  });
  afterAll(() => moto.stop());

  /** A build whose AMI comes after all of this. */
  async function buildAfter(name: string, printed: readonly Part[]): Promise<Played> {
    const id = await ec2.registerImage('us-east-1', name);
    const last = { text: buildOutput({ region: 'us-east-1', id }), times: 1 };
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout: [...printed, last] } }],
      env: awsEnvironment(moto.endpoint),
    });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['ami-id']).toBe(id);
    expect(run.annotations).toEqual([]);
    return run;
  }

  const say = (text: string): string => `1795254985,,ui,say,==> amazon-ebs.web: ${text}`;
  const once = (text: string): Part => ({ text: `${text}\n`, times: 1 });

  it('two million lines is shown to the last line, in memory that does not grow with them', async () => {
    const run = await buildAfter('many-lines', [
      { text: `${say('line {n} of a package manager that tells everything')}\n`, times: 2 * MILLION },
    ]);

    expect(run.logLines).toBeGreaterThan(2 * MILLION);
    for (const number of [0, 2 * MILLION - 1])
      expect(run.log).toContain(`line ${number} of a package manager that tells everything`);
    expect(run.peakMegabytes).toBeLessThan(250);
  });

  it('half a million lines that are not machine-readable does not fill the memory either', async () => {
    const id = await ec2.registerImage('us-east-1', 'many-unreadable');
    const stdout = [
      { text: 'nobody asked for this line {n}\n', times: MILLION / 2 },
      { text: buildOutput({ region: 'us-east-1', id }), times: 1 },
    ];
    const run = await play({
      files: soundTemplate(),
      script: [{ subcommand: 'build', answer: { stdout } }],
      env: awsEnvironment(moto.endpoint),
    });

    expect(run.outputs['ami-id']).toBe(id);
    expect(run.logLines).toBeGreaterThan(MILLION / 2);
    expect(run.dropped).toEqual([]);
    expect(run.peakMegabytes).toBeLessThan(250);
  });

  it('a line of one megabyte is shown whole', async () => {
    const run = await buildAfter('long-line', [
      { text: say(''), times: 1 },
      { text: 'x', times: MILLION },
      once(' and its end'),
    ]);

    expect(run.log).toContain(`${'x'.repeat(MILLION)} and its end`);
  });

  it('a gigantic line of 400 MB does not fill the memory', async () => {
    const run = await buildAfter('gigantic-line', [
      { text: say(''), times: 1 },
      { text: 'y'.repeat(1000), times: 400_000 },
      once(''),
    ]);

    expect(run.log).toContain('y'.repeat(1000));
    // Less than the line itself: what is held of it is a few megabytes, in several copies for a moment.
    expect(run.peakMegabytes).toBeLessThan(400);
  });

  it('CR-LF ends at its lines, without carriage returns in the log', async () => {
    const run = await buildAfter('crlf', [{ text: `${say('from Windows {n}')}\r\n`, times: 3 }]);

    expect(run.log).toMatch(/from Windows 0\n.*from Windows 1\n.*from Windows 2\n/);
    expect(run.log).not.toContain('\r');
  });

  it('commas, percent signs, backslashes and a literal \\n shows them as they were', async () => {
    const run = await buildAfter('signs', [
      once(say('one%!(PACKER_COMMA) two%!(PACKER_COMMA)three 100% %d %!s(MISSING)')),
      // Packer escapes line ends and not backslashes; a provisioner's own `\n` arrives as it is, since each
      // of its lines is an event with the build's name in front.
      once(say('C:\\new\\real and é ✓ 漢字')),
      once(say('first\\n==> amazon-ebs.web: second\\r\\n==> amazon-ebs.web: third')),
    ]);

    expect(run.log).toContain('one, two,three 100% %d %!s(MISSING)');
    expect(run.log).toContain('C:\\new\\real and é ✓ 漢字');
    expect(run.log).toMatch(/first\n.*second\n.*third\n/);
    expect(run.log).not.toContain('PACKER_COMMA');
  });

  it('characters of several bytes cut anywhere shows them whole', async () => {
    const run = await buildAfter('utf-8', [{ text: `${say('漢字✓'.repeat(500))}\n`, times: 500 }]);

    expect(run.log).not.toContain('\uFFFD');
    expect(run.log.split('漢字✓'.repeat(500))).toHaveLength(501);
  });
});
