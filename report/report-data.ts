import type { CredentialKind } from '../core/model/credential.ts';
import type { Instant } from '../core/model/instant.ts';
import type { ActionKind, Decision } from '../core/plan/decision.ts';

export type { ActionKind, Decision, Instant };

/** Everything the report says. It adds no fact of its own: what is not in here cannot be on the page. */
export interface ReportData {
  readonly run: ReportRun;
  /** In event-time order, as in the decisions file. */
  readonly decisions: readonly Decision[];
  readonly credentials: readonly ReportCredential[];
}

export interface ReportRun {
  readonly title: string;
  /** What was read: files, folders, buckets. */
  readonly inputs: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  /** The clock of the run; ages are counted up to here. */
  readonly at: Instant;
  readonly mode: 'observe' | 'enforce';
  readonly policyVersion: string;
  /** Scores from which the owner is told, a credential may be contained, and may be switched off. */
  readonly thresholds: { readonly notify: number; readonly contain: number; readonly disable: number };
  /** Idle days from which a credential is stale. */
  readonly staleDays: number;
  readonly files: {
    readonly read: number;
    readonly skipped: number;
    readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  };
  /** read = scored + duplicate + ignored + rejected. */
  readonly records: {
    readonly read: number;
    readonly scored: number;
    readonly duplicate: number;
    readonly ignored: Readonly<Record<string, number>>;
    readonly rejected: Readonly<Record<string, number>>;
  };
  /** How often this judge is wrong, as far as these days tell, one sentence each; empty where no use was judged. */
  readonly trust: readonly string[];
  /** What these inputs cannot show at all, one sentence each ("No data events: reads of objects are invisible."). */
  readonly blindSpots: readonly string[];
}

export interface ReportCredential {
  /** Unique, and equal to `Decision.credential`. */
  readonly id: string;
  readonly kind: CredentialKind;
  readonly principal: string;
  readonly accountId: string;
  readonly owner: string | null;
  readonly purpose: string | null;
  /** What the owner declared, as short texts ("regions eu-west-1", "at most 40 calls an hour"). */
  readonly expectation: readonly string[];
  /** Network ids on which the honest workload is established: what a pin leaves open. */
  readonly establishedNetworks: readonly string[];
  readonly blastRadius: BlastRadius | null;
  readonly createdAt: Instant | null;
  readonly lastUsedAt: Instant | null;
  /** Only days with uses, oldest first. */
  readonly days: readonly CredentialDay[];
  /** What was really done, where anything was. */
  readonly actions?: readonly TakenAction[];
}

export interface BlastRadius {
  /** 0 (can do nothing) to 1 (can become administrator). */
  readonly share: number;
  /** What it could do, worst first ("read every secret"). */
  readonly capabilities: readonly string[];
}

export interface CredentialDay {
  /** Whole days since 1970-01-01. */
  readonly day: number;
  readonly uses: number;
  /** 0-100: the highest score of that day. */
  readonly maxScore: number;
  readonly networks: readonly { readonly id: string; readonly uses: number }[];
  /** Uses that AWS refused. */
  readonly denied: number;
}

export interface TakenAction {
  readonly action: ActionKind;
  readonly outcomeId: string;
  readonly at: Instant;
  /** Null while it stands. */
  readonly undoneAt: Instant | null;
}
