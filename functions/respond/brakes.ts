import { ownRolePrefix } from '../../contract/permissions.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { readLabels } from '../../core/labels.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { protectionOfDecision } from '../../core/plan/exemption.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { emptySpent, type Spent, spend, withinLimits } from '../../core/plan/limits.ts';
import { distrustOf } from '../../core/plan/track-record.ts';
import { enforcesIn } from '../../core/policy/policy.ts';
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
 * A store that arms a new row only if the policy still enforces here, nothing protects the credential, and the limits
 * leave room. A row that is there already has passed all that, and goes on.
 */
export function braked(store: ContainmentStore, brakes: Brakes): ContainmentStore {
  return {
    ...store,
    async arm(row, now) {
      const isNew = (await store.read(row.id)) === null;
      const reason = isNew
        ? (refusalOf(row, brakes, now) ??
          (await untrusted(brakes)) ??
          (await unapproved(brakes.decision, brakes.settings, brakes.notes, now)) ??
          (await reserve(row, brakes, now)))
        : null;
      if (reason === null) return store.arm(row, now);
      return { kind: 'held', hold: { credential: row.credential, by: 'the policy', reason, until: null } };
    },
  };
}

function refusalOf({ measure }: Containment, { decision, settings }: Brakes, now: Instant): string | null {
  const { policy, exemptions } = settings;
  if (exemptions === null) return 'the policy, the exemptions or the context could not be read';
  if (!enforcesIn(policy, decision.accountId)) return 'it does not enforce in this account any more';
  if (measure.target.name.startsWith(ownRolePrefix)) return 'Rescind does not act on its own roles';
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
    const { heldBack } = withinLimits(decision.action, decision.accountId, true, now, settings.policy, budget);
    if (heldBack !== null) return heldBack;
    spend(budget, decision.action, decision.accountId, now);
    const outcomes = [...budget.outcomes, outcomeId].slice(-mostOutcomes);
    const text = JSON.stringify({ ...budget, outcomes });
    const expectedVersion = stored?.version ?? null;
    if (await notes.commit({ key: budgetKey, text, expectedVersion, until: null })) return null;
  }
  throw new Error(`too many act at once to count the one on ${credential}`);
}
