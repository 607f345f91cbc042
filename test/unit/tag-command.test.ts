import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tag } from '../../src/tag.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { createImage } from './builders.ts';
import { createInMemoryEc2 } from './ec2-in-memory.ts';

/** A stand-in for the AWS CLI that prints each of its arguments, ended by a NUL. */
const folder = temporaryFolder('aws');
const aws = path.join(folder, 'aws');
writeFileSync(aws, '#!/bin/sh\nfor argument; do printf "%s\\0" "$argument"; done\n');
chmodSync(aws, 0o755);

/** The command that the failure gives, pasted into a shell: what the AWS CLI is called with. */
async function pasted(tags: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const ec2 = createInMemoryEc2({
    amis: { 'us-east-1/ami-00000001': ['snap-00000001'] },
    faults: { 'createTags us-east-1': ['UnauthorizedOperation'] },
  });
  const patience = { retries: 0, minTimeout: 0, maxTimeout: 0 };
  const { failures } = await tag([createImage({ id: 'ami-00000001' })], tags, ec2, patience);
  const command = /aws ec2 create-tags .*/s.exec(failures[0]?.fix ?? '')?.[0] ?? '';
  const printed = execFileSync('sh', ['-c', command], {
    cwd: folder,
    env: { PATH: `${folder}:${process.env.PATH}`, HOME: '/nowhere', secret: 'leaked' },
    encoding: 'utf8',
  });
  return printed.split('\0').slice(0, -1);
}

const expected = (tags: ReadonlyMap<string, string>): readonly string[] => [
  'ec2',
  'create-tags',
  '--region',
  'us-east-1',
  '--resources',
  'ami-00000001',
  'snap-00000001',
  '--tags',
  JSON.stringify([...tags].map(([Key, Value]) => ({ Key, Value }))),
];

describe('the command that tags by hand', () => {
  test.each([
    'web',
    "it's",
    "''",
    "'; touch pwned; '",
    '$(touch pwned)',
    '`touch pwned`',
    '$secret ${secret} $HOME',
    '"quoted" and \\back\\slashed\\',
    '! * ? [a] {b,c} ~ # & | ; < >',
    'Key=a,Value=b',
    '--dry-run',
    'größer 👩🏽‍🚀',
    'two\nlines\tand a tab',
    "\\'",
    '',
  ])('survives a POSIX shell with the value %j', async (value) => {
    const tags = new Map([
      ['CommitSha', '4f2a91c'],
      ['Team', value],
    ]);
    expect(await pasted(tags)).toEqual(expected(tags));
  });

  test('survives a POSIX shell with any keys and values', async () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...`'"\\$\`!;&|<>()*?~# \n`),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), async (pairs) => {
        const tags = new Map(pairs);
        expect(await pasted(tags)).toEqual(expected(tags));
      }),
      { numRuns: 60 },
    );
  });
});
