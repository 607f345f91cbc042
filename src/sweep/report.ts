import { errorText } from '../errors.ts';
import { TEMPORARY_NAME } from './identifiers.ts';
import { OutOfTime } from './patience.ts';
import type { LeftResource, Resource, SweepResult } from './result.ts';

/** What a sweep has done so far. */
export type SweepReport = {
  /** Whether nobody has taken the resource in hand yet; from then on it is taken. */
  readonly claim: (resource: Resource) => boolean;
  readonly removed: (resource: Resource) => void;
  readonly left: (resource: Resource, why: string) => void;
  readonly result: () => SweepResult;
};

export function createSweepReport(): SweepReport {
  const claimed = new Set<string>();
  const removed: Resource[] = [];
  const left = new Map<string, LeftResource>();
  return {
    claim: (resource) => {
      const key = keyOf(resource);
      const free = !claimed.has(key);
      claimed.add(key);
      return free;
    },
    removed: (resource) => {
      removed.push(resource);
    },
    left: (resource, why) => {
      left.set(keyOf(resource), { ...resource, why, command: removalCommand(resource) });
    },
    result: () => {
      const gone = new Set(removed.map(keyOf));
      // What one build cannot prove another one may.
      const still = [...left].flatMap(([key, one]) => (gone.has(key) ? [] : [one]));
      return { removed: removed.toSorted(inOrder), left: still.toSorted(inOrder) };
    },
  };
}

/** The same at every run, though builds and regions are swept side by side. */
function inOrder(a: Resource, b: Resource): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

const keyOf = ({ kind, region, id }: Resource): string => `${region} ${kind} ${id}`;

/** Why a call failed, in words. */
export function faultText(error: unknown): string {
  if (error instanceof OutOfTime) return error.message;
  return error instanceof Error ? `EC2 said: ${error.name}: ${errorText(error)}` : String(error);
}

/** The AWS CLI's command; ids and names are of a strict pattern, so that nothing has to be quoted. */
export function removalCommand({ kind, region, id }: Resource): string {
  const command = (name: string, option: string): string =>
    `aws ec2 ${name}${region === '' ? '' : ` --region ${region}`} --${option} ${id}`;
  switch (kind) {
    case 'instance':
      return command('terminate-instances', 'instance-ids');
    case 'volume':
      return command('delete-volume', 'volume-id');
    case 'key-pair':
      return command('delete-key-pair', 'key-name');
    case 'security-group':
      return command('delete-security-group', TEMPORARY_NAME.test(id) ? 'group-name' : 'group-id');
    case 'launch-template':
      return command('delete-launch-template', 'launch-template-id');
    case 'ami':
      return command('deregister-image', 'image-id');
    case 'snapshot':
      return command('delete-snapshot', 'snapshot-id');
  }
}
