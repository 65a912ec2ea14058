import { judgeStanding } from '../../core/assess-standing.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { CaseState } from '../../core/plan/case.ts';
import type { Circumstances } from '../../core/plan/decide.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { seenStanding } from '../../core/signals/inventory.ts';
import { withObserved } from '../../core/signals/standing.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { type Activities, observedOf } from './activity.ts';
import type { ReplayContext } from './context.ts';

/** Judges every credential that was declared, inventoried or seen, as it stands at `now`, in order of id; `cases` tell what was answered before. */
export function* judgeStandings(
  { standings, declared }: Pick<ReplayContext, 'standings' | 'declared'>,
  activities: Activities,
  now: Instant,
  circumstances: Circumstances,
  onAssessment: (assessment: Assessment) => void,
  cases = new Map<string, CaseState>(),
): Generator<Decision> {
  const known = new Map(standings.map((standing) => [standing.credential.id as string, standing]));
  for (const [id, { credential }] of activities.byCredential) {
    if (!known.has(id) && credential.kind !== 'root') known.set(id, seenStanding(credential, declared.get(id) ?? null));
  }
  for (const [id, standing] of [...known].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const activity = activities.byCredential.get(id);
    const observed = activity === undefined ? standing : withObserved(standing, observedOf(activity));
    const judged = judgeStanding(observed, circumstances, now, cases);
    if (judged === null) continue;
    onAssessment(judged.assessment);
    if (judged.decision !== null) yield judged.decision;
  }
}
