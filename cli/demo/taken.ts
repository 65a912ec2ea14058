import type { Instant } from '../../core/model/instant.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import type { TakenAction } from '../../report/report-data.ts';
import type { Scene } from './play.ts';

/** The decision as it came out, for the report: one that AWS did not let be carried out is the call for a person that it became. */
export function asCarriedOut({ decision, response: { outcome, actions, plan } }: Scene): Decision {
  if (!isDisruptive(decision.action) || outcome.kind === 'done' || outcome.kind === 'already-so') return decision;
  const why = actions.length === 0 ? plan.sentences.join(' ') : describeOutcome(outcome);
  return { ...decision, action: 'notify', heldBack: decision.heldBack ?? `a person is called. ${why}` };
}

/** What was done to each credential, for the report; `restored` is the one scene that was taken back, at `undoneAt`. */
export function takenIn(
  scenes: readonly Scene[],
  restored: Scene | null,
  undoneAt: Instant,
): ReadonlyMap<string, readonly TakenAction[]> {
  const taken = new Map<string, TakenAction[]>();
  for (const scene of scenes) {
    const { decision, response } = scene;
    if (!response.actions.some(({ outcome }) => outcome.kind === 'done')) continue;
    const action = {
      action: decision.action,
      outcomeId: outcomeIdOf(decision.id),
      at: decision.at,
      undoneAt: scene === restored ? undoneAt : null,
    };
    taken.set(decision.credential, [...(taken.get(decision.credential) ?? []), action]);
  }
  return taken;
}
