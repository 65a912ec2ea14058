import { judgeStanding } from '../../core/assess-standing.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Circumstances } from '../../core/plan/decide.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { seenStanding } from '../../core/signals/standing/inventory.ts';
import { withObserved } from '../../core/signals/standing/standing.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { type Activities, observedOf } from './activity.ts';
import type { ReplayContext } from './context.ts';

/** Judges every credential that was declared, inventoried or seen, as it stands at `now`, in order of id. */
export function* judgeStandings(
  { standings, declared }: Pick<ReplayContext, 'standings' | 'declared'>,
  activities: Activities,
  now: Instant,
  circumstances: Circumstances,
  onAssessment: (assessment: Assessment) => void,
): Generator<Decision> {
  const known = new Map(standings.map((standing) => [standing.credential.id as string, standing]));
  for (const [id, { credential }] of activities.byCredential) {
    if (!known.has(id) && credential.kind !== 'root') known.set(id, seenStanding(credential, declared.get(id) ?? null));
  }
  for (const [id, standing] of [...known].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const activity = activities.byCredential.get(id);
    const observed = activity === undefined ? standing : withObserved(standing, observedOf(activity));
    const judged = judgeStanding(observed, circumstances, now);
    if (judged === null) continue;
    onAssessment(judged.assessment);
    if (judged.decision !== null) yield judged.decision;
  }
}

/** Those that say more of a credential than was said of how it stood before. */
export function newsAmong(decisions: readonly Decision[], before: readonly Decision[]): Decision[] {
  const told = Map.groupBy(before, ({ credential }) => credential);
  return decisions.filter(({ credential, action, signals }) => {
    const said = told.get(credential)?.filter((one) => one.action === action) ?? [];
    return !said.some((one) => signals.every(({ id }) => one.signals.some((known) => known.id === id)));
  });
}
