import type { Instant } from '../../core/model/instant.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import type { TakenAction } from '../../report/report-data.ts';
import type { Scene } from './play.ts';

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
