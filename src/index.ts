import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { error, getState, saveState, setFailed, setSecret } from '@actions/core';
import { createEc2 } from './aws/ec2.ts';
import { createEc2Resources } from './aws/resources-client.ts';
import { listenForCancellation } from './cancellation.ts';
import { readContext } from './context.ts';
import { errorText } from './errors.ts';
import { failureText, isFailure } from './failure.ts';
import { checkedOutCommit } from './git.ts';
import { readInputs } from './inputs/inputs.ts';
import { logOn } from './log.ts';
import { findPacker } from './packer/packer.ts';
import { post } from './post.ts';
import { publish, publishFailure, publishPost } from './report/publish.ts';
import { sourceFiles } from './report/source-files.ts';
import { run } from './run.ts';
import { createRecords } from './sweep/record.ts';

const log = logOn(process.stdout);

async function main(): Promise<void> {
  const context = readContext();
  if (isFailure(context)) return publishFailure(context, log);
  const inputs = readInputs(context);
  if (isFailure(inputs)) return publishFailure(inputs, log);
  const records = path.join(context.temporary, `packer-ci-${randomUUID()}`);
  saveState('records', records);
  saveState('sweep', String(inputs.sweep));
  const cancellation = listenForCancellation(inputs.timeoutMinutes);
  const sources = sourceFiles(context.workspace);
  const nextRecord = createRecords(records);
  const cloud = { ec2: createEc2(), resources: createEc2Resources() };
  const world = { findPacker, checkedOutCommit, sources, mask: setSecret };
  const report = await run(inputs, context, { ...world, ...cloud, cancellation, nextRecord, log });
  await publish(report, inputs, context, { sources, log });
}

async function afterwards(folder: string): Promise<void> {
  const context = readContext();
  if (isFailure(context)) return;
  const inputs = { folder, temporary: context.temporary, sweeps: getState('sweep') === 'true' };
  const report = await post(inputs, { ec2: createEc2(), resources: createEc2Resources(), log });
  if (report === undefined) return;
  for (const failure of report.untagged) error(failureText(failure));
  if (inputs.sweeps) await publishPost(report, log);
}

try {
  const records = getState('records');
  await (records === '' ? main() : afterwards(records));
} catch (thrown) {
  setFailed(`This is a bug in packer-ci, please report it: ${errorText(thrown)}`);
  if (thrown instanceof Error) log.line(thrown.stack ?? '');
}
// A Packer that was left to clean up must not keep this process waiting.
process.stdout.write('', () => process.exit());
