/** One tag. */
export type Tag = { readonly key: string; readonly value: string };

/** Tags by key. */
export type TagsByKey = Readonly<Record<string, string>>;

/** What EC2 says of an instance that is not terminated yet, or is on its way to be. */
export type FoundInstance = {
  readonly id: string;
  readonly state: string;
  /** When it was first launched; a later start does not count. */
  readonly madeAt: Date | undefined;
  readonly keyName: string;
  /** Names of its security groups. */
  readonly groups: readonly string[];
  readonly volumes: readonly string[];
  readonly tags: TagsByKey;
};

export type FoundVolume = {
  readonly id: string;
  readonly madeAt: Date | undefined;
  readonly tags: TagsByKey;
};

export type FoundKeyPair = {
  readonly name: string;
  readonly madeAt: Date | undefined;
  readonly tags: TagsByKey;
};

/** EC2 does not say when a security group was made. */
export type FoundGroup = { readonly id: string; readonly name: string; readonly tags: TagsByKey };

export type FoundTemplate = {
  readonly id: string;
  readonly name: string;
  readonly madeAt: Date | undefined;
  readonly tags: TagsByKey;
};

/** An AMI of the account itself. */
export type OwnImage = {
  readonly id: string;
  readonly name: string;
  readonly madeAt: Date | undefined;
  /** The instance it was made from, where EC2 tells. */
  readonly sourceInstance: string | undefined;
  /** The AMI it was copied from (for one of an instance: the one that booted it), where EC2 tells. */
  readonly sourceImage: string | undefined;
  readonly snapshots: readonly string[];
  readonly tags: TagsByKey;
};

/** A snapshot of the account itself. */
export type OwnSnapshot = {
  readonly id: string;
  readonly madeAt: Date | undefined;
  /** The volume it was taken of. */
  readonly volume: string;
  readonly description: string;
  readonly tags: TagsByKey;
};

/** Any of the conditions must hold; where none is given, nothing is found. */
export type InstanceQuery = {
  readonly ids: readonly string[];
  readonly keyNames: readonly string[];
  readonly groupNames: readonly string[];
};

export type ImageQuery = { readonly ids: readonly string[]; readonly names: readonly string[] };

export type SnapshotQuery = {
  readonly ids: readonly string[];
  /** Those that EC2 made for one of these AMIs. */
  readonly images: readonly string[];
  /** Those that were taken of one of these volumes. */
  readonly volumes: readonly string[];
};

/**
 * The port to what a build leaves in EC2. Finding leaves out what the region does not know; removing throws
 * the SDK's errors, whose `name` is EC2's error code.
 */
export type Ec2Resources = {
  readonly findInstances: (region: string, query: InstanceQuery) => Promise<readonly FoundInstance[]>;
  readonly findVolumes: (region: string, ids: readonly string[]) => Promise<readonly FoundVolume[]>;
  readonly findKeyPairs: (region: string, names: readonly string[]) => Promise<readonly FoundKeyPair[]>;
  readonly findGroups: (region: string, names: readonly string[]) => Promise<readonly FoundGroup[]>;
  readonly findTemplates: (region: string, ids: readonly string[]) => Promise<readonly FoundTemplate[]>;
  readonly findImages: (region: string, query: ImageQuery) => Promise<readonly OwnImage[]>;
  readonly findSnapshots: (region: string, query: SnapshotQuery) => Promise<readonly OwnSnapshot[]>;
  /** Ids of all resources that carry just this tag. */
  readonly findTagged: (region: string, tag: Tag) => Promise<readonly string[]>;
  readonly terminateInstance: (region: string, id: string) => Promise<void>;
  readonly deleteVolume: (region: string, id: string) => Promise<void>;
  readonly deleteKeyPair: (region: string, name: string) => Promise<void>;
  readonly deleteGroup: (region: string, id: string) => Promise<void>;
  readonly deleteTemplate: (region: string, id: string) => Promise<void>;
  readonly deregisterImage: (region: string, id: string) => Promise<void>;
  readonly deleteSnapshot: (region: string, id: string) => Promise<void>;
};
