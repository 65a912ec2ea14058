import type { Testimony } from '../intake/testimony.ts';
import type { EventId } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import type { Cue } from './cues.ts';
import type { Observation } from './observation.ts';
import type { Standing } from './standing/standing.ts';

export type Family = 'stale' | 'overprivileged' | 'anomalous';

/**
 * Signals of one group share a cause, so they do not add up: the strongest speaks for the group.
 * Different groups are independent witnesses, and a quorum is counted over groups.
 */
export type Group =
  | 'context'
  | 'origin'
  | 'client'
  | 'identity'
  | 'lifecycle'
  | 'scope'
  | 'action'
  | 'intent'
  | 'volume'
  | 'standing';

/** How far a signal may go by itself, always inside the limits. */
export type Authority =
  /** May disable alone. */
  | 'hard'
  /** May pin or quarantine alone; disables only with another group. */
  | 'pin'
  /** Counts only together with another group. */
  | 'corroborate'
  /** Tells or rotates, never disrupts. */
  | 'notify';

/**
 * What a signal rests on. Habits say little while they are young; the owner's word and the bare facts of a record do not
 * need time.
 */
export type Basis = 'habit' | 'word' | 'fact';

/** What one signal found in one use or standing. */
export interface Finding {
  /** Evidence in bits: log2 of how much likelier this is in a thief's hands. Five points of score each. */
  readonly bits: number;
  /** What it is about (the network, the action): the same signal about the same thing is one piece of evidence. */
  readonly key: string;
  /** One sentence for a person. May quote text that a stranger chose: printers escape it. */
  readonly evidence: string;
  /** Where the circumstances change what the signal may do, e.g. a declared limit in an observe-only context. */
  readonly authority?: Authority;
  /** Where this finding rests on more than the signal usually does. */
  readonly basis?: Basis;
  /** Where it is a witness of another cause than the signal usually is. */
  readonly group?: Group;
}

/** How much a finding counts, and what it may do. */
export type Weighed = Pick<Finding, 'bits' | 'authority' | 'basis'>;

export interface Described {
  /** `S09`. */
  readonly id: string;
  /** `new-network`. */
  readonly name: string;
  readonly family: Family;
  readonly group: Group;
  readonly authority: Authority;
  readonly basis: Basis;
  /** What it says, in one sentence. */
  readonly sentence: string;
  /** MITRE ATT&CK technique ids, old and renumbered. */
  readonly attack: readonly string[];
  /** When an honest credential sets it off, one sentence each. */
  readonly falsePositives: readonly string[];
  /** It is about something done, not only looked at. */
  readonly isDeed?: true;
}

/** What weighs less is no reason for doubt: in a credential's first days nearly every use would give one. */
export const leastBits = 1;

/** Bits from which a signal is more than everyday noise. */
export const doubtBits = 5;

/**
 * The fewest bits about who it is that count beside a deed: more than the hour of day can weigh, so that work at night alone is not taken
 * for a thief's.
 */
export const whoBesideDeed = 2.5;

/** A reason to doubt one use of a credential. */
export interface UseSignal extends Described {
  readonly judges: 'use';
  /** It is only asked about uses that give one of these cues: about all others it has nothing to say. */
  readonly hears: readonly Cue[];
  judge(observation: Observation): Finding | null;
}

/** A reason to doubt that a credential should exist as it stands, whoever uses it. */
export interface StandingSignal extends Described {
  readonly judges: 'standing';
  judge(standing: Standing, policy: Policy, now: Instant): Finding | null;
}

/** A reason that somebody else gives: a provider's notice, a detector's finding. */
export interface TestimonySignal extends Described {
  readonly judges: 'testimony';
  judge(testimony: Testimony): Finding | null;
}

export type SignalDefinition = UseSignal | StandingSignal | TestimonySignal;

/** A finding with its provenance: what evidence is made of. */
export interface Signal {
  readonly id: string;
  readonly name: string;
  readonly family: Family;
  readonly group: Group;
  readonly authority: Authority;
  readonly basis: Basis;
  readonly bits: number;
  readonly key: string;
  /** When it was first seen that day, by which record (null for a standing), and when last. */
  readonly at: Instant;
  readonly eventId: EventId | null;
  readonly lastAt: Instant;
  readonly evidence: string;
  /** Which of the users or roles that take this role on was at work; absent where it is held against the credential as such. */
  readonly holder?: string | undefined;
  /**
   * The sessions of a shared role that gave it, as `CredentialUse.session`, or the record's id where that shows none. Absent where it is
   * said of the role as such.
   */
  readonly sessions?: readonly string[] | undefined;
  /** It was only raised where and by what a person may be on the way; absent where it was not. */
  readonly onTheWay?: true | undefined;
}
