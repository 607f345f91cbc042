import type { Ec2Resources } from '../aws/resources.ts';
import { deleteGroups, deleteKeyPairs, deleteLaunchTemplates } from './access.ts';
import { believable, regionsToSweep } from './believable.ts';
import { type Kept, provenImages, removeImages } from './images.ts';
import { deleteVolumes, terminateInstances, waitUntilTerminated } from './instances.ts';
import { createPatience, type Limits, type Patience } from './patience.ts';
import { look, type Place } from './place.ts';
import { RUN_TAG } from './proof.ts';
import { createSweepReport, faultText, type SweepReport } from './report.ts';
import type { Leftovers, Resource, ResourceKind, SweepResult, SweepTarget } from './result.ts';

/** What the end of a cancelled job leaves time for. */
export const LIMITS: Limits = { budget: 60_000, minTimeout: 500, maxTimeout: 5_000 };

/**
 * Removes what builds left behind, builds and regions side by side, and tells what it removed and what it
 * could not. Nothing is thrown, and nothing is touched that EC2 does not confirm to be the build's own.
 */
export async function sweep(
  targets: readonly SweepTarget[],
  resources: Ec2Resources,
  limits: Limits = LIMITS,
): Promise<SweepResult> {
  const report = createSweepReport();
  const patience = createPatience(limits);
  const believed = targets.map(believable);
  const kept = keptBy(believed);
  await Promise.all(
    believed.map((target) =>
      target.home === ''
        ? reportUnplaced(target, report)
        : sweepBuild(target, kept, { resources, patience, report }),
    ),
  );
  return report.result();
}

/** The AMIs that a build made and that are still there, in every region that it works in; nothing is removed. */
export async function findLeftovers(
  target: SweepTarget,
  resources: Ec2Resources,
  limits: Limits = LIMITS,
): Promise<Leftovers> {
  const believed = believable(target);
  const tools: Tools = { resources, patience: createPatience(limits), report: createSweepReport() };
  const regions = await Promise.all(
    regionsToSweep(believed).map(async (region): Promise<Leftovers> => {
      try {
        const found = await provenImages(await enter(believed, region, tools));
        const images = found.map(({ image: { id, name }, snapshots }) => ({
          region,
          id,
          name,
          snapshots: snapshots.map((snapshot) => snapshot.id),
        }));
        return { images, unseen: [] };
      } catch (error) {
        return { images: [], unseen: [{ region, why: faultText(error) }] };
      }
    }),
  );
  return {
    images: regions.flatMap(({ images }) => images),
    unseen: regions.flatMap(({ unseen }) => unseen),
  };
}

type Tools = {
  readonly resources: Ec2Resources;
  readonly patience: Patience;
  readonly report: SweepReport;
};

/**
 * Volumes and groups wait until the instances are terminated, which takes EC2 up to a minute; key pairs,
 * launch templates and AMIs need not, and would get no time after it.
 */
async function sweepBuild(target: SweepTarget, kept: Kept, tools: Tools): Promise<void> {
  const home = await enter(target, target.home, tools);
  const instances = terminateInstances(home);
  const withImages = target.removeAmis && target.entry.finished !== 'succeeded';
  const others = regionsToSweep(target).filter((region) => withImages && region !== target.home);
  await Promise.all([
    instances.then(async ({ ids, volumes }) => {
      await waitUntilTerminated(home, ids);
      await Promise.all([deleteVolumes(home, volumes), deleteGroups(home)]);
    }),
    instances.then(() => deleteKeyPairs(home)),
    instances.then(() => deleteLaunchTemplates(home)),
    withImages ? instances.then(({ volumes }) => removeImages(home, kept, volumes)) : Promise.resolve(),
    ...others.map(async (region) => removeImages(await enter(target, region, tools), kept, new Set())),
  ]);
}

async function enter(target: SweepTarget, region: string, tools: Tools): Promise<Place> {
  const place: Place = { target, region, ...tools, tagged: [] };
  const { runTag } = target;
  if (runTag === undefined) return place;
  const tag = { key: RUN_TAG, value: runTag };
  return { ...place, tagged: await look(place, 'ami', [], () => tools.resources.findTagged(region, tag)) };
}

/** EC2 gives a name to one AMI of a region only, so that the name of a kept one is kept too. */
function keptBy(targets: readonly SweepTarget[]): Kept {
  const succeeded = targets.filter(({ entry }) => entry.finished === 'succeeded');
  const amis = targets.flatMap(({ entry }) => entry.keptAmis);
  return {
    places: new Set(amis.map(({ region, id }) => `${region}/${id}`)),
    ids: new Set(succeeded.flatMap(({ entry }) => entry.amis)),
    names: new Set(succeeded.flatMap(({ entry }) => entry.amiNames)),
  };
}

/** Where the region is not known, Packer may have removed all of it or nothing. */
async function reportUnplaced({ entry, removeAmis }: SweepTarget, report: SweepReport): Promise<void> {
  if (entry.finished === 'succeeded') return;
  const named: readonly (readonly [ResourceKind, readonly string[]])[] = [
    ['instance', entry.instances],
    ['volume', entry.volumes],
    ['key-pair', entry.keyPairs],
    ['security-group', entry.securityGroups],
    ['launch-template', entry.launchTemplates],
    ['ami', removeAmis ? entry.amis : []],
  ];
  for (const [kind, ids] of named)
    for (const id of ids) {
      const resource: Resource = { kind, region: '', id };
      report.left(resource, 'Neither the template nor the job says its region, so it was not looked for.');
    }
}
