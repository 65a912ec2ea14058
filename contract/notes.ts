/** Where whoever looks at a deployment finds how it fares: notes in the table of what was learned. Instants in epoch milliseconds. */
export const noteKeys = {
  backfill: 'backfill',
  sweepRun: 'sweep run',
  heartbeat: 'heartbeat',
  /** In the table of what was done: what the limits count. */
  budget: 'budget',
  /** There, too: which credentials were contained within seven days, and let go again. */
  acts: 'acts',
  /** There, too: the digest of the policy that was in the bucket at the last bell, and which one was approved, by whom. */
  policyDigest: 'policy digest',
  policyApproval: 'policy approval',
  /** What people were told or asked, and have not answered. */
  unanswered: 'notice unanswered',
  /** Account → the name that the organisation gave it: for whoever tells people. */
  accountNames: 'notice account names',
} as const;

/** The way by which a record comes: CloudTrail's events, or the trail's files. */
export type Lane = 'fast' | 'bulk';

/** How far the past has been learned. */
export interface BackfillProgress {
  readonly startedAt: number;
  /** Null while nobody works on it. */
  readonly runningSince: number | null;
  /** `2026-11-26`, oldest first. */
  readonly days: readonly string[];
  /** So many of `days` are learned. */
  readonly done: number;
  readonly accounts: readonly string[];
  readonly files: number;
  readonly records: number;
  /** Files that could not be read. */
  readonly unread: number;
  /** Days of an account that could not be finished. */
  readonly unfinished: number;
  /** What would have been decided, by rung: nobody was told. */
  readonly wouldHave: Readonly<Record<string, number>>;
  /** From then on the policy counts. */
  readonly endedAt: number | null;
}

/** One sweep of all accounts. */
export interface SweepRun {
  /** `s_…` */
  readonly id: string;
  readonly startedAt: number;
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
  /** Account → why no heartbeat could be made there. */
  readonly refused: Readonly<Record<string, string>>;
}
