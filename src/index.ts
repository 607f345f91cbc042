import { setFailed } from '@actions/core';
import { createEc2 } from './aws/ec2.ts';
import { readContext } from './context.ts';
import { errorText } from './errors.ts';
import { isFailure } from './failure.ts';
import { checkedOutCommit } from './git.ts';
import { readInputs } from './inputs/inputs.ts';
import { logOn } from './log.ts';
import { findPacker } from './packer/packer.ts';
import { publish, publishFailure } from './report/publish.ts';
import { sourceFiles } from './report/source-files.ts';
import { run } from './run.ts';

const log = logOn(process.stdout);

async function main(): Promise<void> {
  const context = readContext();
  if (isFailure(context)) return publishFailure(context, log);
  const inputs = readInputs(context);
  if (isFailure(inputs)) return publishFailure(inputs, log);
  const sources = sourceFiles(context.workspace);
  const report = await run(inputs, context, { findPacker, ec2: createEc2(), checkedOutCommit, sources, log });
  await publish(report, inputs, context, { sources, log });
}

try {
  await main();
} catch (error) {
  setFailed(`This is a bug in packer-ci, please report it: ${errorText(error)}`);
  if (error instanceof Error) log.line(error.stack ?? '');
}
