import type { TemplateModel } from '../template/model.ts';
import type { LedgerEntry } from './ledger.ts';
import type { RunRecord } from './record.ts';
import { regionsOf } from './regions.ts';
import type { SweepTarget } from './result.ts';

type Places = Pick<RunRecord, 'regions' | 'fallbackRegion'>;

/**
 * Where the sources of a template build, written down before the builds' names are known. A build can be
 * renamed in its `build` block, so there is an entry for each builder type too, `amazon-ebs.`.
 */
export function placesOf(model: TemplateModel, environment: Readonly<Record<string, string>>): Places {
  const fallbackRegion = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || '';
  const sources = model.blocks.filter(({ type }) => type === 'source').map(({ labels }) => labels);
  const names = sources.flatMap(([type = '', label = '']) => [`${type}.${label}`, `${type}.`]);
  const regions = names.map((name) => [name, regionsOf(name, model, fallbackRegion)] as const);
  return { regions: Object.fromEntries(regions), fallbackRegion };
}

/** What to sweep after a run of Packer: what its builds named, where they worked, and from when on. */
export function targetsOf(
  entries: readonly LedgerEntry[],
  { regions, fallbackRegion, startedAt }: Places & Pick<RunRecord, 'startedAt'>,
  options: Pick<SweepTarget, 'removeAmis'>,
): readonly SweepTarget[] {
  return entries.map((entry) => {
    // `fleet.amazon-ebs.web` is the source `amazon-ebs.web` in the build block `fleet`.
    const [type = '', label = ''] = entry.build.split('.').slice(-2);
    const known = regions[`${type}.${label}`] ?? regions[`${type}.`];
    const home = known?.home || fallbackRegion;
    return { entry, home, copies: known?.copies ?? [], startedAt: new Date(startedAt), ...options };
  });
}
