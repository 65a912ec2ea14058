import type { GrantMade } from '../context/grants/grant-made.ts';
import type { Maker } from '../context/grants/maker.ts';
import type { TrailEvidence } from '../context/grants/trail-evidence.ts';
import type { Lease } from '../context/lease.ts';
import type { Forebear } from '../context/lineage.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import type { Instant } from '../model/instant.ts';
import type { Circumstances } from '../plan/decide.ts';
import type { EstablishedNetworks } from '../plan/facts.ts';
import type { Declaration, Surroundings } from '../signals/standing/inventory.ts';
import type { Observed, Standing } from '../signals/standing/standing.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { KnownFinding } from './findings.ts';
import type { InUse } from './seen-in-use.ts';

/** What an account is judged by, besides what was read there. */
export interface AccountJudging {
  readonly now: Instant;
  readonly declarations: readonly Declaration[];
  readonly surroundings: Surroundings;
  readonly circumstances: Circumstances;
  /** Null where no earlier sweep saw it in use. */
  readonly observed?: (subject: string, standing: Standing) => Observed | null;
  /** What earlier sweeps remember of it, or null. Who cannot remember takes no step beyond a word. */
  readonly remembered?: (subject: string) => KnownFinding | null;
  /** A person takes each step, or leaves it: see `Progress`. */
  readonly byOrder?: boolean;
  /** Null where it is on none. */
  readonly lease?: (subject: string) => Lease | null;
  /** Where it was seen at work before, for whoever has no trail at hand; null where it was not. */
  readonly places?: (credential: Credential) => EstablishedNetworks | null;
  readonly trail?: TrailEvidence;
  /** Who was seen at work in the account, for whoever has no trail at hand. */
  readonly inUse?: readonly InUse[];
  /** Who made it, for whoever has no trail at hand; null where nobody saw that. */
  readonly maker?: (credential: Credential) => Maker | null;
  /** Credentials and principals, by id and ARN, that a thief may hold: see `inDoubt`. Absent for none. */
  readonly doubted?: ReadonlySet<string>;
  /** Permissions that were given, as earlier sweeps read it in trails that need not be at hand any more. */
  readonly grants?: readonly GrantMade[];
  /** Credentials that earlier sweeps saw, those that are gone included. */
  readonly forebears?: readonly Forebear[];
  readonly onAssessment?: (assessment: Assessment) => void;
}

/** What earlier sweeps told of it, unless that is over. */
export function remembered({ credential }: Standing, judging: AccountJudging): KnownFinding | null {
  const finding = judging.remembered?.(subjectOf(credential)) ?? null;
  return finding === null || finding.resolvedAt !== null ? null : finding;
}
