import { isOwnRole } from '../../contract/permissions.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { readLabels } from '../../core/labels.ts';
import { type Instant, minute } from '../../core/model/instant.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import { type ContainmentStore, firstOf } from '../../core/outcome/ports.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { protectionOfDecision } from '../../core/plan/exemption.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { emptySpent, type Spent, spend, withinLimits } from '../../core/plan/limits.ts';
import { distrustOf } from '../../core/plan/track-record.ts';
import { enforcesIn } from '../../core/policy/policy.ts';
import { allSignals } from '../../core/signals/registry.ts';
import { amendAnswers } from '../answers.ts';
import type { Settings } from '../settings.ts';
import { unapproved } from './asking.ts';

/** What the moment of acting says about a decision made earlier. */
export interface Brakes {
  readonly decision: Decision;
  readonly settings: Pick<Settings, 'policy' | 'exemptions' | 'words'>;
  /** Where the budget is kept. */
  readonly notes: NoteStore;
}

/**
 * A store that arms a new outcome only if the policy still enforces here, nothing protects the credential, and the limits
 * leave room. An outcome that is there already has passed all that, and goes on.
 */
export function braked(store: ContainmentStore, brakes: Brakes): ContainmentStore {
  return {
    ...store,
    async arm(rows, now) {
      const first = firstOf(rows);
      const isNew = (await store.ofOutcome(first.outcomeId)).length === 0;
      const reason = isNew
        ? (refusalOf(rows, brakes, now) ??
          (await untrusted(brakes)) ??
          (await unapproved(brakes.decision, brakes.settings, brakes.notes, now)) ??
          (await reserve(first, brakes, now)))
        : null;
      if (reason === null) return store.arm(rows, now);
      return { kind: 'held', hold: { credential: first.credential, by: 'the policy', reason, until: null } };
    },
  };
}

function refusalOf(rows: readonly Containment[], { decision, settings }: Brakes, now: Instant): string | null {
  const { policy, exemptions } = settings;
  if (exemptions === null) return 'the policy, the exemptions or the context could not be read';
  if (!enforcesIn(policy, decision.accountId)) return 'it does not enforce in this account any more';
  if (rows.some(({ measure: { target } }) => target.kind === 'role' && isOwnRole(target.name))) {
    return 'Rescind does not act on its own roles, nor on those that deploy it';
  }
  return protectionOfDecision(decision, policy, exemptions, now);
}

/** What people approved has earned its trust from them. */
async function untrusted({ decision, settings, notes }: Brakes): Promise<string | null> {
  const distrust = distrustOf(decision, await readLabels(notes), settings.policy);
  if (distrust === null) return null;
  const { settled } = await amendAnswers(decision.id, notes, (value) => ({ answers: null, value }));
  return settled?.choice === 'approve' ? null : distrust;
}

interface Budget extends Spent {
  /** Outcomes that are counted in. */
  readonly outcomes: readonly string[];
  /** What learned evidence lately called for, credential by credential: absent in budgets of before. */
  readonly called?: readonly { readonly at: Instant; readonly signal: string; readonly credential: string }[];
}

/** The same doubt about more credentials than this at once is a doubt about what we know: a network's name, a new Region. */
const waveOf = 3;
const waveTime = 10 * minute;

const hardSignals: ReadonlySet<string> = new Set(
  allSignals.filter(({ authority }) => authority === 'hard').map(({ id }) => id),
);

/** Whether the evidence stands by itself, whatever was learned. */
export function isHard({ signals }: Pick<Decision, 'signals'>): boolean {
  return signals.some(({ id }) => hardSignals.has(id));
}

/** Outcomes remembered: far more than any day may have. */
const mostOutcomes = 2_000;
const mostRaces = 32;
const budgetKey = 'budget';

/** Counts the outcome once, before its first row is armed: a crash in between costs room, never one action too many. */
async function reserve(
  { outcomeId, credential }: Containment,
  { decision, settings, notes }: Brakes,
  now: Instant,
): Promise<string | null> {
  if (!isDisruptive(decision.action)) return null;
  for (let race = 0; race < mostRaces; race++) {
    const stored = await notes.load(budgetKey);
    const budget: Budget = stored === null ? { ...emptySpent(), outcomes: [] } : JSON.parse(stored.text);
    if (budget.outcomes.includes(outcomeId)) return null;
    const called = callsWith(budget, decision, now);
    const wave = waveIn(called, decision);
    const { heldBack } = withinLimits(decision.action, decision.accountId, true, now, settings.policy, budget);
    const refusal = wave ?? heldBack;
    if (refusal === null) spend(budget, decision.action, decision.accountId, now);
    const outcomes = refusal === null ? [...budget.outcomes, outcomeId].slice(-mostOutcomes) : budget.outcomes;
    const text = JSON.stringify({ ...budget, outcomes, called });
    const expectedVersion = stored?.version ?? null;
    if (await notes.commit({ key: budgetKey, text, expectedVersion, until: null })) return refusal;
  }
  throw new Error(`too many act at once to count the one on ${credential}`);
}

/** Those of the last minutes and this one; hard evidence is no part of a wave. */
function callsWith({ called = [] }: Budget, decision: Decision, now: Instant): NonNullable<Budget['called']> {
  const recent = called.filter(({ at }) => at > now - waveTime);
  const [lead] = decision.signals;
  if (lead === undefined || isHard(decision)) return recent;
  const others = recent.filter(({ credential }) => credential !== decision.credential);
  return [...others, { at: now, signal: lead.id, credential: decision.credential }];
}

function waveIn(called: NonNullable<Budget['called']>, decision: Decision): string | null {
  const [lead] = decision.signals;
  const hit = called.filter(({ signal }) => signal === lead?.id).length;
  if (isHard(decision) || hit <= waveOf) return null;
  return `${lead?.id} speaks against ${hit} credentials within ten minutes: what it rests on may be wrong, so a person has to look`;
}
