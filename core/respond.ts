import { type Containment, newContainments, outcomeIdOf } from './outcome/containment.ts';
import { ensure } from './outcome/ensure.ts';
import { type ActionResult, type Notice, noticeOf } from './outcome/notice.ts';
import { gravest, type Outcome } from './outcome/outcome.ts';
import type { Armed, RespondPorts } from './outcome/ports.ts';
import { recordOutcome } from './outcome/release.ts';
import { type ActionPlan, planActions } from './plan/action-plan.ts';
import type { Decision } from './plan/decision.ts';
import type { Facts } from './plan/facts.ts';
import type { Measure } from './plan/measures/measure.ts';

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

/** Of what is planned about a decision, in the ledger. */
export const plannedKey = (decisionId: string) => `planned ${decisionId}`;

/** From a decision to AWS and back. Delivered twice, it acts once: the rows of the first time are found. */
export async function respond(decision: Decision, facts: Facts, ports: RespondPorts): Promise<Response> {
  const planned = planActions(decision, facts);
  await ports.ledger.append({
    key: plannedKey(decision.id),
    at: ports.clock.now(),
    kind: 'planned',
    by: ports.worker,
    credential: decision.credential,
    about: decision.id,
    sentence: `${decision.reason} ${planned.sentences.join(' ')}`,
  });
  const { actions, measures } =
    decision.mode === 'enforce'
      ? await carryOut(decision, planned, ports)
      : { actions: [], measures: planned.measures };
  const plan = { ...planned, measures };
  const notice = noticeOf(decision, plan, actions, facts.inUse);
  return {
    plan,
    outcomeId: outcomeIdOf(decision.id),
    outcome: gravest(actions.map((action) => action.outcome)),
    actions,
    notice,
    delivered: await ports.notifier.send(notice),
  };
}

interface Deeds {
  readonly actions: readonly ActionResult[];
  /** As they are on record: what was armed at the first delivery counts, whatever a later one would plan. */
  readonly measures: readonly Measure[];
}

/** All rows are stored in one step before the first change on AWS, and one measure's failure does not spare the next. */
async function carryOut(decision: Decision, plan: ActionPlan, ports: RespondPorts): Promise<Deeds> {
  const { store, clock, worker } = ports;
  const now = clock.now();
  const wanted = newContainments(decision, plan.measures, worker, now);
  if (wanted.length === 0) return { actions: [], measures: [] };
  const refusal = refusalIn(await store.arm(wanted, now));
  if (refusal !== null) {
    return { actions: wanted.map((row) => resultOf(row, refusal)), measures: plan.measures };
  }
  const rows = (await store.ofOutcome(outcomeIdOf(decision.id))).toSorted((a, b) => a.position - b.position);
  return { actions: await containAll(rows, ports), measures: rows.map(({ measure }) => measure) };
}

/** The writes go out in the order of the plan, each as soon as AWS took the one before; then all are waited for together. */
async function containAll(rows: readonly Containment[], ports: RespondPorts): Promise<ActionResult[]> {
  const underWay: Promise<ActionResult>[] = [];
  for (const row of rows) {
    await new Promise<void>((next) => {
      const result = contain(row.id, ports, next).then((outcome) => resultOf(row, outcome));
      underWay.push(result);
      result.then(() => next(), next);
    });
  }
  const ends = await Promise.allSettled(underWay);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}

function resultOf({ id, measure }: Containment, outcome: Outcome): ActionResult {
  return { containmentId: id, sentence: measure.sentence, outcome };
}

/** Null once the rows are there. */
function refusalIn(armed: Armed): Outcome | null {
  switch (armed.kind) {
    case 'held':
      return { kind: 'skipped', reason: `held by ${armed.hold.by}: ${armed.hold.reason}` };
    case 'withdrawn':
      return { kind: 'skipped', reason: `undone by ${armed.by}` };
    case 'armed':
    case 'known':
      return null;
  }
}

async function contain(id: string, ports: RespondPorts, onWritten: () => void): Promise<Outcome> {
  const outcome = await ensure(id, ports, onWritten);
  const row = await ports.store.read(id);
  if (row !== null) await recordOutcome(row, outcome, ports);
  return takenBack(row) ?? outcome;
}

/** Someone wanted it back, before this delivery or while it was at work: that is no containment any more. */
function takenBack(row: Containment | null): Outcome | null {
  return row?.desired === 'released' ? { kind: 'skipped', reason: `undone by ${row.desiredBy}` } : null;
}
