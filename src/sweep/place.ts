import type { Ec2Resources } from '../aws/resources.ts';
import type { Patience } from './patience.ts';
import type { Verdict } from './proof.ts';
import { faultText, type SweepReport } from './report.ts';
import type { Resource, ResourceKind, SweepTarget } from './result.ts';

/** One build in one of its regions, and all that sweeping there takes. */
export type Place = {
  readonly target: SweepTarget;
  readonly region: string;
  readonly resources: Ec2Resources;
  readonly patience: Patience;
  readonly report: SweepReport;
  /** Ids of what carries the tag of the run in this region. */
  readonly tagged: readonly string[];
};

/** What EC2 finds; where it cannot be asked, what the build named is reported as left. */
export async function look<T>(
  place: Place,
  kind: ResourceKind,
  named: readonly string[],
  find: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  try {
    return await place.patience.ask(find);
  } catch (error) {
    for (const id of named) place.report.left({ kind, region: place.region, id }, faultText(error));
    return [];
  }
}

/** Whether a resource may be removed; one that cannot be proven is reported as left. */
export function isOurs(place: Place, resource: Resource, verdict: Verdict): boolean {
  if (typeof verdict === 'string') return verdict === 'ours';
  place.report.left(resource, `${verdict.unproven} Make sure that nobody needs it.`);
  return false;
}

/** Removes a resource; whether it is gone. */
export async function remove(place: Place, resource: Resource, work: () => Promise<void>): Promise<boolean> {
  if (!place.report.claim(resource)) return false;
  try {
    if (await place.patience.remove(work)) place.report.removed(resource);
    return true;
  } catch (error) {
    place.report.left(resource, faultText(error));
    return false;
  }
}
