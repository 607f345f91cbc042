import type { LedgerEntry } from './ledger.ts';

/** One build to clean up after. */
export type SweepTarget = {
  readonly entry: LedgerEntry;
  /** The region that its instance runs in. */
  readonly home: string;
  /** Regions that its template copies the AMI to. */
  readonly copies: readonly string[];
  /** When Packer was started. */
  readonly startedAt: Date;
  /** Whether the AMIs of a build that did not succeed go too. */
  readonly removeAmis: boolean;
  /**
   * The value of `packer-ci:run` on what this run of the action made, where the template has it. All that
   * carries it goes, so it may only be given once no build of the run is under way.
   */
  readonly runTag?: string;
};

export type ResourceKind =
  | 'instance'
  | 'volume'
  | 'key-pair'
  | 'security-group'
  | 'launch-template'
  | 'ami'
  | 'snapshot';

/** A resource in its region; a key pair goes by its name. */
export type Resource = { readonly kind: ResourceKind; readonly region: string; readonly id: string };

/** What was not removed, why, and the AWS CLI's command that would. */
export type LeftResource = Resource & { readonly why: string; readonly command: string };

export type SweepResult = {
  readonly removed: readonly Resource[];
  readonly left: readonly LeftResource[];
};

/** An AMI that a build left behind, with its snapshots. */
export type Leftover = {
  readonly region: string;
  readonly id: string;
  readonly name: string;
  readonly snapshots: readonly string[];
};

/** The AMIs of a build, and the regions where EC2 could not be asked for them. */
export type Leftovers = {
  readonly images: readonly Leftover[];
  readonly unseen: readonly { readonly region: string; readonly why: string }[];
};
