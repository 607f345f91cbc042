import type { Ec2 } from '../../src/aws/ec2.ts';

/** An error as the SDK throws it: its name is EC2's code. */
export function ec2Error(code: string, message = code): Error {
  const error = new Error(message);
  error.name = code;
  return error;
}

/** What goes wrong at the next calls of a method in a region, call by call; undefined lets one through. */
export type Faults = Readonly<Record<string, readonly (string | undefined)[]>>;

export type InMemoryEc2 = Ec2 & {
  /** Every call, as `method region`. */
  readonly calls: readonly string[];
  /** What each resource carries, by `region/id`. */
  readonly tags: ReadonlyMap<string, ReadonlyMap<string, string>>;
};

/** What the regions hold, and how they misbehave. */
export type World = {
  /** AMIs by `region/id`, with their snapshots. */
  readonly amis: Readonly<Record<string, readonly string[]>>;
  /** EC2's codes, by `method region`. */
  readonly faults?: Faults;
  /** After how many writes in a region its tags are read back; `never` for those that do not show. */
  readonly tagsShowAfter?: Readonly<Record<string, number | 'never'>>;
};

/** A real EC2, only smaller: it keeps the tags that it was given, region by region. */
export function createInMemoryEc2({ amis, faults = {}, tagsShowAfter = {} }: World): InMemoryEc2 {
  const calls: string[] = [];
  const tags = new Map<string, Map<string, string>>();
  const reads = new Map<string, number>();

  const call = (method: string, region: string): void => {
    const name = `${method} ${region}`;
    const fault = faults[name]?.[calls.filter((one) => one === name).length];
    calls.push(name);
    if (fault !== undefined) throw ec2Error(fault);
  };
  const resourcesOf = (region: string): readonly string[] =>
    Object.entries(amis).flatMap(([place, snapshots]) => {
      const [where, id = ''] = place.split('/');
      return where === region ? [id, ...snapshots] : [];
    });

  return {
    calls,
    tags,
    describeImages: async (region, ids) => {
      call('describeImages', region);
      return ids.flatMap((id) => {
        const snapshots = amis[`${region}/${id}`];
        return snapshots === undefined ? [] : [{ id, snapshots }];
      });
    },
    createTags: async (region, resources, written) => {
      call('createTags', region);
      const unknown = resources.find((id) => !resourcesOf(region).includes(id));
      if (unknown !== undefined)
        throw ec2Error('InvalidAMIID.NotFound', `The image id '[${unknown}]' does not exist`);
      for (const id of resources) {
        const place = `${region}/${id}`;
        tags.set(place, new Map([...(tags.get(place) ?? []), ...written]));
      }
    },
    describeTags: async (region, resources) => {
      call('describeTags', region);
      const read = (reads.get(region) ?? 0) + 1;
      reads.set(region, read);
      const after = tagsShowAfter[region] ?? 0;
      if (after === 'never' || read <= after) return new Map();
      return new Map(
        resources.flatMap((id) => {
          const carried = tags.get(`${region}/${id}`);
          return carried === undefined ? [] : [[id, carried] as const];
        }),
      );
    },
  };
}
