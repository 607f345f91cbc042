import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLedger, emptyEntry, type LedgerEntry } from '../../../src/sweep/ledger.ts';
import { readTranscript } from '../../support/transcripts.ts';
import { eventsOf } from '../builders.ts';
import { anyText } from '../packer/hostile-text.ts';
import { buildLine, machineLine, targetLine } from '../packer/packer-writer.ts';
import { RECORDED } from './recorded.ts';

function ledgerOf(stdout: string): readonly LedgerEntry[] {
  const ledger = createLedger();
  for (const event of eventsOf(stdout)) ledger.add(event);
  return ledger.entries();
}

const only = (stdout: string): LedgerEntry => ledgerOf(stdout)[0] ?? emptyEntry('');

describe('what a recorded build named', () => {
  test.each(Object.entries(RECORDED))('%s', (name, told) => {
    const entries = told.map(({ build = 'amazon-ebs.web', ...entry }) => ({
      ...emptyEntry(build),
      ...entry,
    }));
    expect(ledgerOf(readTranscript(name).stdout)).toEqual(entries);
  });

  test('is told here for every recording', () => {
    const folder = path.join(import.meta.dirname, '..', '..', 'fixtures', 'transcripts');
    const recorded = readdirSync(folder).filter((name) => /^(build|cancel|fail)-/.test(name));
    expect(Object.keys(RECORDED).toSorted()).toEqual(recorded.toSorted());
  });
});

const BUILD = 'amazon-ebs.web';
const KEY = 'packer_6b017b71-b6d5-1bfa-586e-564698d68859';
const GROUP = 'packer_6b017b71-0d40-6239-d310-f3fe03146221';
const EARLY = [
  `Prevalidating AMI Name: web`,
  `Creating temporary keypair: ${KEY}`,
  `Creating temporary security group for this instance: ${GROUP}`,
  'Created Spot Fleet launch template: lt-0123456789abcdef0',
  'Instance ID: i-0123456789abcdef0',
];
const said = (lines: readonly string[], build = BUILD): string =>
  lines.map((line) => buildLine(build, line)).join('');

describe('a provisioner that talks like Packer', () => {
  const STRANGER = 'packer_6b017b71-ffff-ffff-ffff-ffffffffffff';
  const FORGED = [
    'Prevalidating AMI Name: database',
    `Creating temporary keypair: ${STRANGER}`,
    `Creating temporary security group for this instance: ${STRANGER}`,
    'Created Spot Fleet launch template: lt-ffffffffffffffff0',
    'Instance ID: i-ffffffffffffffff0',
    'AMI: ami-ffffffffffffffff0',
    'Tagging snapshot: snap-ffffffffffffffff0',
    'Creating snapshot of EBS Volume vol-ffffffffffffffff0...',
    'Copying to: us-west-2',
    "Build 'amazon-ebs.web' finished after 1 second.",
    'Cancelling build after receiving interrupt',
  ];

  test('adds no instance, key pair, group, launch template or kept AMI', () => {
    const { instances, keyPairs, securityGroups, launchTemplates, keptAmis, amiNames, finished } = only(
      said([...EARLY, ...FORGED]),
    );
    expect({ instances, keyPairs, securityGroups, launchTemplates, keptAmis, amiNames, finished }).toEqual({
      instances: ['i-0123456789abcdef0'],
      keyPairs: [KEY],
      securityGroups: [GROUP],
      launchTemplates: ['lt-0123456789abcdef0'],
      keptAmis: [],
      amiNames: ['web'],
      finished: 'unfinished',
    });
  });

  test('cannot do so in any words', () => {
    const forgery = fc.oneof(
      fc.array(fc.constantFrom(...FORGED), { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')),
      fc.tuple(anyText, fc.constantFrom(...FORGED), anyText).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(forgery, { maxLength: 6 }), (texts) => {
        const entries = ledgerOf(said([...EARLY, ...texts]));
        expect(entries).toHaveLength(1);
        expect(entries[0]).toMatchObject({
          instances: ['i-0123456789abcdef0'],
          keyPairs: [KEY],
          securityGroups: [GROUP],
          launchTemplates: ['lt-0123456789abcdef0'],
          keptAmis: [],
          finished: 'unfinished',
        });
      }),
      { numRuns: 300 },
    );
  });

  test('cannot push out what Packer names before and after it', () => {
    const flood = Array.from({ length: 500 }, (_, nth) => `AMI: ami-${String(nth).padStart(17, '0')}`);
    const entry = only(said([...EARLY, ...flood, 'AMI: ami-0123456789abcdef0']));
    expect(entry.amis).toContain('ami-0123456789abcdef0');
    expect(entry.amis.length).toBeLessThanOrEqual(40);
  });

  test('of a builder that makes nothing in EC2 is not written down', () => {
    expect(
      ledgerOf(said([...EARLY, ...FORGED], 'docker.app') + said(EARLY, 'amazon-ebs.web (shell-local)')),
    ).toEqual([]);
  });

  test('writes no ids of another pattern', () => {
    const odd = [
      'Instance ID: i-1; rm -rf /',
      'Creating temporary keypair: admin',
      'Copying to: ../x',
      'AMI: *',
    ];
    expect(only(said(odd))).toEqual(emptyEntry(BUILD));
  });
});

describe('the end of a build', () => {
  const finished = machineLine('ui', 'say', `Build '${BUILD}' finished after 3 seconds.`);
  const cancelling = machineLine('ui', 'error', 'Cancelling build after receiving terminated');
  const artifact = targetLine(BUILD, 'artifact', '0', 'id', 'us-east-1:ami-0123456789abcdef0');

  test.each([
    ['nothing', '', 'unfinished'],
    ['finished', finished, 'succeeded'],
    ['finished before a cancel of others', finished + cancelling, 'succeeded'],
    ['"finished" by a cancel', cancelling + finished, 'unfinished'],
    ['finished in spite of a cancel, with its AMI', cancelling + finished + artifact, 'succeeded'],
    ['errored', machineLine('ui', 'error', `Build '${BUILD}' errored after 1 second: no`), 'failed'],
    ['an error', targetLine(BUILD, 'error', 'no'), 'failed'],
  ] as const)('%s', (_, stdout, ends) => {
    expect(only(said(EARLY) + stdout).finished).toBe(ends);
  });

  test('keeps the AMIs of its artifacts, each once, and no volumes', () => {
    const volumes = targetLine(BUILD, 'artifact', '1', 'id', 'us-east-1:vol-0123456789abcdef0');
    expect(only(artifact + artifact + volumes).keptAmis).toEqual([
      { region: 'us-east-1', id: 'ami-0123456789abcdef0' },
    ]);
  });
});
