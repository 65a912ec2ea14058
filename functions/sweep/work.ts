import type { Sessions } from '../../adapters/aws/inventory/sessions.ts';
import type { EventDetail } from '../../contract/events.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';
import type { Announcing } from './announce.ts';
import type { Judging } from './judge.ts';

export interface SweepWork extends Judging, Announcing {
  readonly sessions: Sessions;
  /** As the stack tells it. */
  readonly reach: readonly string[];
  /** What was done about each credential. */
  readonly containments: Pick<ContainmentStore, 'ofOutcome' | 'open'>;
  /** Addresses of everybody whom Identity Center lets in; throws where it would not tell. */
  readonly askIdentityCenter: () => Promise<ReadonlySet<string>>;
  readonly tellCompleted: (detail: EventDetail<'SweepCompleted'>) => Promise<void>;
  readonly measureCompleted: (sum: Completed) => Promise<void>;
  readonly now: () => Instant;
}

/** Accounts of a sweep, and how many of them could not be seen. */
export interface Completed {
  readonly unseen: number;
  readonly accounts: number;
}
