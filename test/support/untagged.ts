import { expect } from 'vitest';
import type { StepResult } from './runner.ts';

/** Nothing is lost: log and summary name the AMI, its region and the command that tags it. */
export function expectUntaggedNamed(run: StepResult, region: string, id: string): void {
  for (const text of [run.log, run.summary]) {
    expect(text).toContain(id);
    expect(text).toMatch(new RegExp(`aws ec2 create-tags --region ${region} --resources ${id}\\b`));
  }
}
