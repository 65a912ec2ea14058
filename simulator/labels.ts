export type Difficulty = 'blatant' | 'plain' | 'stealthy';

/** What a thief is after at the moment, named as ATT&CK names it. */
export type Tactic =
  | 'initial-access'
  | 'discovery'
  | 'credential-access'
  | 'persistence'
  | 'privilege-escalation'
  | 'defence-impairment'
  | 'lateral-movement'
  | 'exfiltration'
  | 'impact';

/** One theft or abuse, and what a correct answer to it would name. */
export interface Incident {
  readonly id: string;
  readonly technique: string;
  readonly tactic: Tactic;
  readonly family: 'anomalous';
  readonly difficulty: Difficulty;
  /** Nothing but the pattern of calls gives it away: the owner's own network, tools and hours. */
  readonly hard: boolean;
  /** As the decisions file names it: access key id, role ARN, or user ARN for a password or a minted session. */
  readonly credential: string;
  /** Other credentials that a correct answer may name, such as the key that minted the session. */
  readonly alsoAcceptable: readonly string[];
  /** ISO 8601, as in the record. */
  readonly firstHostileAt: string;
  readonly lastHostileAt: string;
  /** In order of time. */
  readonly hostileEventIds: readonly string[];
  /** The first record from which a bare fact gives it away, the thief's or AWS's own; left out where only habits can tell. */
  readonly giveaway?: string;
  readonly story: string;
}

/** Something that looks odd and is fine. */
export interface BenignChange {
  readonly id: string;
  readonly kind: string;
  readonly credentials: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly story: string;
}

export type StandingKind =
  | 'stale'
  | 'never-used'
  | 'over-age'
  | 'ownerless'
  | 'overprivileged'
  | 'admin-equivalent'
  | 'needed-but-rare';

/** What is true of a credential whether or not anyone uses it. */
export interface StandingLabel {
  readonly credential: string;
  readonly kind: StandingKind;
  readonly story: string;
}

export interface Labels {
  readonly incidents: readonly Incident[];
  readonly benignChanges: readonly BenignChange[];
  readonly standings: readonly StandingLabel[];
}
