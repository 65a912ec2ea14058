import { type Instant, minute } from '../../core/model/instant.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import { firstOf } from '../../core/outcome/ports.ts';
import { isHard } from '../../core/plan/approval.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { emptySpent, type Spent, spend, withinLimits } from '../../core/plan/limits.ts';
import { bindsWhole } from '../../core/plan/measures/measure.ts';
import { waveOver, waveTime } from '../../core/plan/wave.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Brakes } from './brakes.ts';

/** What all containments share, in one note, so that one conditional write settles who was first. */
interface Budget extends Spent {
  /** Outcomes that are counted in. */
  readonly outcomes: readonly string[];
  /** What learned evidence lately called for, credential by credential: absent in budgets of before. */
  readonly called?: readonly { readonly at: Instant; readonly signal: string; readonly credential: string }[];
  /** Whom something was lately armed against that binds them as a whole: absent in budgets of before. */
  readonly bound?: readonly { readonly at: Instant; readonly accountId: string; readonly name: string }[];
}

/** Longer than a row takes to be found among the open ones. */
const boundFor = 15 * minute;

/** Outcomes remembered: far more than any day may have. */
const mostOutcomes = 2_000;
const mostRaces = 32;
const budgetKey = 'budget';

/**
 * Counts the outcome once, before its first row is armed: a crash in between costs room, never one action too many. Answers
 * with why there is no room: a limit, a wave, or another administrator who was bound a moment ago.
 */
export async function reserve(
  rows: readonly Containment[],
  { decision, settings: { policy }, notes, byWord, otherAdministrators }: Brakes,
  now: Instant,
): Promise<string | null> {
  const { outcomeId, credential, measure } = firstOf(rows);
  if (byWord || !isDisruptive(decision.action)) return null;
  const binds = rows.some((row) => bindsWhole(row.measure));
  for (let race = 0; race < mostRaces; race++) {
    const stored = await notes.load(budgetKey);
    const budget: Budget = stored === null ? { ...emptySpent(), outcomes: [] } : JSON.parse(stored.text);
    if (budget.outcomes.includes(outcomeId)) return null;
    const called = callsWith(budget, decision, policy, now);
    const recent = (budget.bound ?? []).filter(({ at }) => at > now - boundFor);
    const isBound = (name: string) => recent.some((one) => one.accountId === decision.accountId && one.name === name);
    const alone =
      binds && otherAdministrators?.every(isBound) === true
        ? 'every other administrator is already contained, so nobody could undo it'
        : null;
    const { heldBack } = withinLimits(decision.action, decision.accountId, true, now, policy, budget);
    const refusal = waveIn(called, decision, policy) ?? alone ?? heldBack;
    if (refusal === null) spend(budget, decision.action, decision.accountId, now);
    const outcomes = refusal === null ? [...budget.outcomes, outcomeId].slice(-mostOutcomes) : budget.outcomes;
    const { kind, name } = measure.target;
    const bound =
      binds && refusal === null
        ? [...recent, { at: now, accountId: decision.accountId, name: `${kind}/${name}` }]
        : recent;
    const text = JSON.stringify({ ...budget, outcomes, called, bound });
    const expectedVersion = stored?.version ?? null;
    if (await notes.commit({ key: budgetKey, text, expectedVersion, until: null })) return refusal;
  }
  throw new Error(`too many processes act at once to count the action on ${credential}`);
}

/** Those of the last minutes and this one; hard evidence is no part of a wave. */
function callsWith(
  { called = [] }: Budget,
  decision: Decision,
  policy: Policy,
  now: Instant,
): NonNullable<Budget['called']> {
  const recent = called.filter(({ at }) => at > now - waveTime);
  const [lead] = decision.signals;
  if (lead === undefined || isHard(decision, policy)) return recent;
  const others = recent.filter(({ credential }) => credential !== decision.credential);
  return [...others, { at: now, signal: lead.id, credential: decision.credential }];
}

function waveIn(called: NonNullable<Budget['called']>, decision: Decision, policy: Policy): string | null {
  const [lead] = decision.signals;
  if (lead === undefined || isHard(decision, policy)) return null;
  return waveOver(lead.id, called.filter(({ signal }) => signal === lead.id).length);
}
