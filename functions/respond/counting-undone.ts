import type { Teller } from '../../adapters/bus/teller.ts';
import { isDrift } from '../../core/outcome/next-move.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import { measure } from '../runtime.ts';
import { saysWrong } from './taken-back.ts';

/** A teller that counts what was taken back before its time, and what could not be: a person has to look at that. */
export function countingUndone(teller: Teller): Teller {
  return {
    ...teller,
    tellRestored: async (containmentId, by, outcome) => {
      measure('respond', {
        TakenBack: Number(outcome.kind === 'done' && saysWrong(by)),
        DriftOnRestore: Number(isDrift(outcome)),
        UndoFailed: Number(isStopped(outcome) && !isDrift(outcome)),
      });
      await teller.tellRestored(containmentId, by, outcome);
    },
  };
}

function isStopped(outcome: Outcome): boolean {
  return outcome.kind === 'irrevocable' || (outcome.kind === 'failed' && outcome.lasting === 'terminal');
}
