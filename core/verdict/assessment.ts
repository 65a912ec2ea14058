import type { Revocation } from '../context/recorded-context.ts';
import type { Arn, EventId } from '../model/brand.ts';
import type { Credential } from '../model/credential.ts';
import type { Instant } from '../model/instant.ts';
import type { Owner } from '../model/owner.ts';
import type { Family, Group, Signal } from '../signals/signal.ts';
import type { LongDoubt } from './course.ts';
import type { Stakes } from './stakes.ts';

export type Verdict = 'benign' | 'suspicious' | 'compromised' | 'stale' | 'overprivileged' | 'insufficient-data';

/** What one group adds to the score: its strongest signal, faded by time, cut at the group's cap. */
export interface Contribution {
  readonly group: Group;
  readonly bits: number;
  readonly signal: Signal;
}

/** 0-100, five points a bit. Never travels without its contributions. */
export interface Score {
  readonly value: number;
  readonly bits: number;
  readonly contributions: readonly Contribution[];
}

/** How bad it is. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Groups with enough evidence to count as independent witnesses. */
  readonly quorum: readonly Group[];
  /** A hard signal speaks: enough by itself. */
  readonly hard: boolean;
  /** There are witnesses enough to disturb somebody. */
  readonly mayContain: boolean;
  /** Nothing else but that a workload does much that is none of its work. */
  readonly isBesideItsWork: boolean;
}

/** One judgement of one credential at one instant: what is known, how bad it is, and why. */
export interface Assessment extends Judgement {
  readonly subject: string;
  readonly credential: Credential;
  /** The `ASIA…` id of the session that caused it; null for long-lived credentials and standings. */
  readonly session: string | null;
  /** The same by what stays, where a console shows another id with each click. */
  readonly sitting: string | null;
  /** One of `Signal.sessions`, where what its role's other sessions did is not held against it; else null. */
  readonly ofSession: string | null;
  /** Who took its role on for that session, as the record of it tells; null where it does not, and for what belongs to one holder anyway. */
  readonly holder: string | null;
  /** The company's own sign-in vouched for the person in that session, whoever else may bear the role. */
  readonly isSignedIn: boolean;
  /** It was done where nobody can tell who has a place, and is worth a word. */
  readonly isAtRentedPlace: boolean;
  /** Who had that session made, and who had made what that was done with, as far as the records show: keys, else principals. */
  readonly madeBy: readonly string[];
  readonly owner: Owner;
  readonly at: Instant;
  /** Null for a standing. */
  readonly eventId: EventId | null;
  /** All evidence still alive at `at`, strongest first; the last use's own signals are among it. */
  readonly signals: readonly Signal[];
  readonly score: Score;
  readonly families: readonly Family[];
  /** More evidence than its class has, for days on end, though none of them need be worth a word; null where there is none. */
  readonly longDoubt: LongDoubt | null;
  /** Credentials of its kind that show the same at the same time, so that a part of the evidence counts as a rollout; else 0. */
  readonly siblings: number;
  /** Names of the signals that they show as well. */
  readonly alike: readonly string[];
  /** Networks on which the honest workload is established, most used first: what a pin leaves open. Empty without a signal. */
  readonly establishedNetworks: readonly string[];
  /** Only where it may have to be switched off. */
  readonly stakes: Stakes | null;
  /** Days on record before this one. */
  readonly activeDays: number;
  /** What an agent that left its purpose, or a workload its work, may go on with, as patterns of IAM actions; null for all others. */
  readonly purpose: readonly string[] | null;
  /** How the owner declared that it is replaced by a machine; null where a person has to do it. */
  readonly rotation: Rotation | null;
  /** How the owner declared that it is revoked; only tokens that are not of AWS have it. */
  readonly revocation?: Revocation | null;
  readonly policyVersion: string;
}

/** The secret whose rotation replaces a credential. */
export interface Rotation {
  readonly secret: Arn;
  /** A rotation after this instant has replaced the credential already; null where only a new one will do. */
  readonly unlessSince: Instant | null;
}
