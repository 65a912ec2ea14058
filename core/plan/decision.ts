import type { AccountId, EventId } from '../model/brand.ts';
import type { CredentialKind } from '../model/credential.ts';
import type { Instant } from '../model/instant.ts';
import type { Family } from '../signals/signal.ts';
import type { Rotation, Verdict } from '../verdict/assessment.ts';

/** From least to most disruptive; `rotate` stands beside the ladder, `restore` undoes a rung. */
export type ActionKind = 'notify' | 'pin' | 'quarantine' | 'revoke-sessions' | 'disable' | 'rotate' | 'restore';

/** One line of the decisions file (contracts.md section 3), and the detail of `ActionPlanned`. */
export interface Decision {
  /** `d_` and a hash of subject, evidence and rung: the same facts make the same decision once, however often they arrive. */
  readonly id: string;
  readonly at: Instant;
  readonly accountId: AccountId;
  readonly credential: string;
  readonly session: string | null;
  readonly kind: CredentialKind;
  readonly principal: string;
  readonly owner: string | null;
  readonly action: Exclude<ActionKind, 'restore'>;
  readonly score: number;
  readonly verdict: Verdict;
  readonly families: readonly Family[];
  readonly signals: readonly {
    readonly id: string;
    readonly bits: number;
    readonly group: string;
    readonly evidence: string;
  }[];
  /** One sentence for a person. */
  readonly reason: string;
  readonly eventId: EventId | null;
  readonly mode: 'observe' | 'enforce';
  readonly reversible: boolean;
  /**
   * When the whole answer ends by itself; null where it stands until it is taken back, as every answer does that `decide` gives. When a
   * deny of sessions comes off depends on when it is put on, and on whom: that is the measure's `expiresAt`.
   */
  readonly expiresAt: Instant | null;
  /** What held the action back to a lower rung than the evidence allowed (a limit, an exemption, a quorum); null where nothing did. */
  readonly heldBack: string | null;
  /** What a `pin` to what it is for leaves to it, or left to it before this `quarantine`, as patterns of IAM actions; null for all others. */
  readonly purpose: readonly string[] | null;
  /** For `rotate`: which secret, where the owner declared one; null where a person has to do it. */
  readonly rotation: Rotation | null;
}

/** Of the pin that stands in for a decision, or for its outcome, under an id of its own beside it. */
export function pinIdOf(id: string): string {
  return `${id}-pin`;
}

/** The decision on record that this one was made of, by a person's order or where honest work suffered: `d_1f2e-rotate` → `d_1f2e`. */
export function originOf(decisionId: string): string {
  return decisionId.replace(/-(?:pin|rotate)$/, '');
}

/** In a sentence: the less that is done, and why; null where nothing held it back. */
export function heldBackWords({ heldBack, action }: Pick<Decision, 'heldBack' | 'action'>): string | null {
  return heldBack === null ? null : `Held back to ${action}: ${heldBack}.`;
}
