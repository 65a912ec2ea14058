import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import type { Hold } from '../../core/outcome/containment.ts';
import type { Notice } from '../../core/outcome/notice.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import { canWait } from '../../core/outcome/sending-time.ts';
import type { Choice, Settled } from '../../core/plan/approval.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { entry, put } from './entries.ts';

/** What came of a decision, as far as it is told. */
interface Taken {
  readonly outcomeId: string;
  readonly outcome: Outcome;
  readonly actions: readonly { readonly containmentId: string; readonly sentence: string; readonly outcome: Outcome }[];
  readonly notice: Notice;
  /** What whoever is told can say to it. */
  readonly choices: readonly Choice[];
}

/** A question to people, and until when it stands. */
interface Asked {
  readonly persons: number;
  readonly expiresAt: Instant;
  readonly policyVersion: string;
}

/** Tells what was done. Throws unless it was taken, so that the caller does it again. */
export interface Teller {
  tellTaken(decision: Decision, taken: Taken): Promise<void>;
  tellAsked(decision: Decision, asked: Asked): Promise<void>;
  tellAnswered(decision: Decision, settled: Omit<Settled, 'ref'>): Promise<void>;
  tellRestored(containmentId: string, by: string, outcome: Outcome): Promise<void>;
  /** `until` null: until it is lifted, or it was. */
  tellHeld(hold: Pick<Hold, 'credential' | 'by' | 'until'>, held: boolean, notice: Notice): Promise<void>;
}

/** Tells on an EventBridge bus. */
export function busTeller(bus: string, client: EventBridgeClient): Teller {
  return {
    async tellTaken(decision, { outcomeId, outcome, actions, notice, choices }) {
      const { id, accountId, credential, action, mode, score } = decision;
      const detail = {
        version: 1 as const,
        id,
        outcomeId,
        accountId,
        credential,
        action,
        mode,
        score,
        outcome: outcome.kind,
        actions: actions.map((one) => ({ ...one, outcome: one.outcome.kind })),
        notice: sent(notice),
        choices: [...choices],
        canWait: canWait(decision, actions, choices),
      };
      await put([entry('ActionTaken', detail, bus)], client);
    },
    async tellAsked(
      { id, accountId, credential, owner, action, score, reason },
      { persons, expiresAt, policyVersion },
    ) {
      const asked = { persons, expires: formatInstant(expiresAt), policyVersion };
      const detail = { version: 1 as const, id, accountId, credential, owner, action, score, reason, ...asked };
      await put([entry('ApprovalRequested', detail, bus)], client);
    },
    async tellAnswered({ id, accountId, credential }, { choice, by, at }) {
      const detail = { version: 1 as const, id, accountId, credential, choice, by: [...by], at: formatInstant(at) };
      await put([entry('DecisionAnswered', detail, bus)], client);
    },
    async tellRestored(containmentId, by, outcome) {
      await put([entry('ActionRestored', { version: 1, containmentId, by, outcome: outcome.kind }, bus)], client);
    },
    async tellHeld({ credential, by, until }, held, notice) {
      const about = { version: 1 as const, credential, by, held, until: until === null ? null : formatInstant(until) };
      await put([entry('CredentialHeld', { ...about, notice: sent(notice) }, bus)], client);
    },
  };
}

function sent(notice: Notice) {
  const { whatWasDone, whatToDo, doesNotStop } = notice;
  return { ...notice, whatWasDone: [...whatWasDone], whatToDo: [...whatToDo], doesNotStop: [...doesNotStop] };
}
