import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Notice } from '../../core/outcome/notice.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { entry, put } from './entries.ts';

/** What came of a decision, as far as it is told. */
interface Taken {
  readonly outcomeId: string;
  readonly outcome: Outcome;
  readonly actions: readonly { readonly containmentId: string; readonly sentence: string; readonly outcome: Outcome }[];
  readonly notice: Notice;
}

/** Tells what was done. Throws unless it was taken, so that the caller does it again. */
export interface Teller {
  tellTaken(decision: Decision, taken: Taken): Promise<void>;
  tellRestored(containmentId: string, by: string, outcome: Outcome): Promise<void>;
}

/** Tells on an EventBridge bus. */
export function busTeller(bus: string, client: EventBridgeClient): Teller {
  return {
    async tellTaken({ id, accountId, credential, action, mode, score }, { outcomeId, outcome, actions, notice }) {
      const { whatWasDone, whatToDo, doesNotStop } = notice;
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
        notice: {
          ...notice,
          whatWasDone: [...whatWasDone],
          whatToDo: [...whatToDo],
          doesNotStop: [...doesNotStop],
        },
      };
      await put([entry('ActionTaken', detail, bus)], client);
    },
    async tellRestored(containmentId, by, outcome) {
      await put([entry('ActionRestored', { version: 1, containmentId, by, outcome: outcome.kind }, bus)], client);
    },
  };
}
