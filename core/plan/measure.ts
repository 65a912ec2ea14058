import type { AccessKeyId } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import type { DenyDocument } from './deny-document.ts';
import type { Target } from './target.ts';

interface Described {
  readonly target: Target;
  /** What it does, in one sentence. */
  readonly sentence: string;
  /** What goes on regardless, one sentence each. */
  readonly doesNotStop: readonly string[];
  /** When it lifts itself; null for never. */
  readonly expiresAt: Instant | null;
}

/** An access key switched off. */
export interface KeyStatus extends Described {
  readonly kind: 'key-status';
  readonly accessKeyId: AccessKeyId;
}

/** An inline policy of its own name, one per case, so that undo is exact. */
export interface InlineDeny extends Described {
  readonly kind: 'pin' | 'quarantine' | 'revoke-sessions';
  /** `Rescind-Pin-<case>` */
  readonly policyName: string;
  readonly document: DenyDocument;
}

/** One change on AWS: the smallest thing that is put on and taken back by itself. */
export type Measure = KeyStatus | InlineDeny;

export type MeasureKind = Measure['kind'];

const policyLabel = { pin: 'Pin', quarantine: 'Quarantine', 'revoke-sessions': 'Revoke' } as const;

export function policyNameOf(kind: InlineDeny['kind'], decisionId: string): string {
  return `Rescind-${policyLabel[kind]}-${caseOf(decisionId)}`;
}

/** `d_1f2e` → `1f2e`: what a decision, its policies and its outcomes have in common. */
export function caseOf(decisionId: string): string {
  return decisionId.replace(/^d_/, '');
}
