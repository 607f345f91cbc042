import {
  AMI,
  AMI_NAME,
  INSTANCE,
  LAUNCH_TEMPLATE,
  REGION,
  SNAPSHOT,
  TEMPORARY_NAME,
  VOLUME,
} from './identifiers.ts';
import type { SweepTarget } from './result.ts';

/** Without what is not of EC2's and Packer's patterns: a target may come from a state that others can write. */
export function believable(target: SweepTarget): SweepTarget {
  const { entry } = target;
  return {
    ...target,
    home: REGION.test(target.home) ? target.home : '',
    copies: only(REGION, target.copies),
    entry: {
      ...entry,
      instances: only(INSTANCE, entry.instances),
      keyPairs: only(TEMPORARY_NAME, entry.keyPairs),
      securityGroups: only(TEMPORARY_NAME, entry.securityGroups),
      launchTemplates: only(LAUNCH_TEMPLATE, entry.launchTemplates),
      volumes: only(VOLUME, entry.volumes),
      amis: only(AMI, entry.amis),
      amiNames: only(AMI_NAME, entry.amiNames),
      snapshots: only(SNAPSHOT, entry.snapshots),
      copyRegions: only(REGION, entry.copyRegions),
    },
  };
}

/** Where the build can have left an AMI. */
export function regionsToSweep({ home, copies, entry }: SweepTarget): readonly string[] {
  return [...new Set([home, ...copies, ...entry.copyRegions])].filter((region) => region !== '');
}

const only = (pattern: RegExp, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => pattern.test(text));
