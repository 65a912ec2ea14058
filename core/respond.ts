import { type Containment, newContainment, outcomeIdOf } from './outcome/containment.ts';
import { ensure } from './outcome/ensure.ts';
import { type ActionResult, type Notice, noticeOf } from './outcome/notice.ts';
import { gravest, type Outcome } from './outcome/outcome.ts';
import type { RespondPorts } from './outcome/ports.ts';
import { recordOutcome } from './outcome/release.ts';
import { type ActionPlan, planActions } from './plan/action-plan.ts';
import type { Decision } from './plan/decision.ts';
import type { Facts } from './plan/facts.ts';
import type { Measure } from './plan/measure.ts';

/** What came of a decision. */
export interface Response {
  readonly plan: ActionPlan;
  readonly outcomeId: string;
  readonly outcome: Outcome;
  readonly actions: readonly ActionResult[];
  readonly notice: Notice;
  /** False where the notice could not be delivered; what was done stands. */
  readonly delivered: boolean;
}

/** From a decision to AWS and back. Delivered twice, it acts once: the rows of the first time are found. */
export async function respond(decision: Decision, facts: Facts, ports: RespondPorts): Promise<Response> {
  const plan = planActions(decision, facts);
  await ports.ledger.append({
    key: `planned ${decision.id}`,
    at: ports.clock.now(),
    kind: 'planned',
    by: ports.worker,
    credential: decision.credential,
    about: decision.id,
    sentence: `${decision.reason} ${plan.sentences.join(' ')}`,
  });
  const actions = decision.mode === 'enforce' ? await carryOut(decision, plan, ports) : [];
  const notice = noticeOf(decision, plan, actions);
  return {
    plan,
    outcomeId: outcomeIdOf(decision.id),
    outcome: gravest(actions.map((action) => action.outcome)),
    actions,
    notice,
    delivered: await ports.notifier.send(notice),
  };
}

/** Every row is stored before the first change on AWS, and one measure's failure does not spare the next. */
async function carryOut(decision: Decision, plan: ActionPlan, ports: RespondPorts): Promise<ActionResult[]> {
  const refusals = new Map<Measure, Outcome>();
  const earlier = await ports.store.ofOutcome(outcomeIdOf(decision.id));
  for (const [position, measure] of plan.measures.entries()) {
    const refusal =
      withdrawn(earlier, measure) ??
      (await arm(newContainment(decision, position, measure, ports.worker, ports.clock.now()), ports));
    if (refusal !== null) refusals.set(measure, refusal);
  }
  const results: ActionResult[] = [];
  for (const measure of plan.measures) {
    const containmentId = `${outcomeIdOf(decision.id)}.${measure.kind}`;
    const outcome = refusals.get(measure) ?? (await contain(containmentId, ports));
    results.push({ containmentId, sentence: measure.sentence, outcome });
  }
  return results;
}

/** Taken back when only some of its rows were stored: the rest is not wanted any more. */
function withdrawn(earlier: readonly Containment[], { kind }: Measure): Outcome | null {
  if (earlier.some((row) => row.measure.kind === kind)) return null;
  return earlier.every(({ desired }) => desired === 'released') ? takenBack(earlier[0] ?? null) : null;
}

/** Null once the row is there. */
async function arm(row: Containment, { store, clock }: RespondPorts): Promise<Outcome | null> {
  const armed = await store.arm(row, clock.now());
  return armed.kind === 'held' ? { kind: 'skipped', reason: `held by ${armed.hold.by}: ${armed.hold.reason}` } : null;
}

async function contain(id: string, ports: RespondPorts): Promise<Outcome> {
  const outcome = await ensure(id, ports);
  const row = await ports.store.read(id);
  if (row !== null) await recordOutcome(row, outcome, ports);
  return takenBack(row) ?? outcome;
}

/** Someone wanted it back, before this delivery or while it was at work: that is no containment any more. */
function takenBack(row: Containment | null): Outcome | null {
  return row?.desired === 'released' ? { kind: 'skipped', reason: `taken back by ${row.desiredBy}` } : null;
}
