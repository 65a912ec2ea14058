/** Where whoever looks at a deployment finds how it fares: notes in the table of what was learned. Instants in epoch milliseconds. */
export const noteKeys = {
  /** Not `backfill`: what stands there is of a time when a past that could not be read counted as learned. */
  backfill: 'backfill progress',
  sweepRun: 'sweep run',
  heartbeat: 'heartbeat',
  /** In the table of what was done: what the limits count. */
  budget: 'budget',
  /** There, too: which credentials were contained within seven days, and let go again. */
  acts: 'acts',
  /** There, too: the digest of the policy that was in the bucket at the last bell, and which one was approved, by whom. */
  policyDigest: 'policy digest',
  policyApproval: 'policy approval',
  /** There, too: in which accounts the roles that act could be assumed. */
  roleTrials: 'role trials',
  /** What people were told or asked, and have not answered. */
  unanswered: 'notice unanswered',
  /** Account → the name that the organisation gave it: for whoever tells people. */
  accountNames: 'notice account names',
} as const;

/** The way by which a record comes: CloudTrail's events, or the trail's files. */
export type Lane = 'fast' | 'bulk';

/** How far the past has been learned. */
export interface BackfillProgress {
  /** The trail's, that it is learned from; with the prefix where one was named. */
  readonly bucket: string;
  /** The days are counted back from here. */
  readonly startedAt: number;
  /** Null while nobody works on it. */
  readonly runningSince: number | null;
  /** The execution that works on it, or did; absent or null where nobody said. */
  readonly run?: string | null;
  /** `2026-11-26`, oldest first: all that are asked for. */
  readonly days: readonly string[];
  /** So many of `days` are learned of every account. */
  readonly done: number;
  readonly accounts: readonly string[];
  readonly files: number;
  readonly records: number;
  /** Files whose content is damaged: what could be read of them is learned. */
  readonly damaged: number;
  /** What would have been decided, by rung: nobody was told. */
  readonly wouldHave: Readonly<Record<string, number>>;
  /** Why it is not learned, as far as anybody has come. */
  readonly gaps: readonly PastGap[];
  /** When all that is asked for was learned; null while anything is left. */
  readonly endedAt: number | null;
  /** When that was so for the first time: from then on the policy counts, whatever is asked for later. */
  readonly learnedAt: number | null;
}

/** Why a part of the past is not learned. `days` are days of an account. */
export type PastGap =
  | { readonly kind: 'nothing-found' }
  /** So many were looked into for the trail, and more were left. */
  | { readonly kind: 'too-many-folders'; readonly looked: number }
  | {
      readonly kind: 'refused';
      /** The permission that it takes: `kms:Decrypt`. */
      readonly action: string;
      /** `AccessDenied` */
      readonly error: string;
      /** `s3://…`, the first of them. */
      readonly path: string;
      readonly accounts: number;
      readonly days: number;
    }
  | { readonly kind: 'damaged'; readonly accounts: number; readonly files: number }
  | { readonly kind: 'unfinished'; readonly accounts: number; readonly days: number };

/** One sweep of all accounts. */
export interface SweepRun {
  /** `s_…` */
  readonly id: string;
  readonly startedAt: number;
  /** When the execution began that works on it, or did; absent where it was the first. */
  readonly runningSince?: number;
  /** That execution; absent or null where nobody said. */
  readonly execution?: string | null;
  readonly accounts: readonly string[];
  /** Closed and suspended ones, in which nobody can be. */
  readonly closed: number;
  /** All accounts of the organisation, those that others watch included; absent or null where no organisation was asked. */
  readonly ours?: readonly string[] | null;
  /** The account that no control policy binds; absent or null where no organisation was asked. */
  readonly management?: string | null;
  /** Those that refused or were not finished, once it has ended. */
  readonly unseen: number;
  readonly finishedAt: number | null;
}

/** Whether the roles that act could be assumed, account by account. */
export interface RoleTrials {
  /** Account → when its roles were last tried; earlier where AWS did not answer, so that its turn comes sooner. */
  readonly triedAt: Readonly<Record<string, number>>;
  /** Account → role that could not be assumed → since when, and AWS's word why. */
  readonly shut: Readonly<Record<string, Readonly<Record<string, ShutRole>>>>;
}

export interface ShutRole {
  readonly since: number;
  readonly reason: string;
}

/** What the last round of heartbeats found. */
export interface Pulse {
  readonly at: number;
  /** Account → since when it is asked. */
  readonly since: Readonly<Record<string, number>>;
  /** Region → since when its turn comes; absent in what was written before Regions were told apart. */
  readonly regionsSince?: Readonly<Record<string, number>>;
  /** With a Region, only calls from there are not heard. */
  readonly silent: readonly {
    readonly account: string;
    readonly lane: Lane;
    readonly region?: string;
    readonly heardAt: number | null;
  }[];
  /** Account → Region that was never heard from there → when AWS last said that it is switched off; absent in what was written before. */
  readonly off?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Account → why no heartbeat could be made there. */
  readonly refused: Readonly<Record<string, string>>;
  /** How many more are silent or refused than are named here; absent in what was written before. */
  readonly unnamed?: number;
}
