import { judgeStanding } from './assess-standing.ts';
import type { AccountInventory } from './intake/account-inventory.ts';
import { subjectOf } from './model/credential.ts';
import type { Instant } from './model/instant.ts';
import type { Circumstances } from './plan/decide.ts';
import type { Decision } from './plan/decision.ts';
import { type Declaration, type Surroundings, standingsOf } from './signals/inventory.ts';
import { type Observed, type Standing, unseenOf } from './signals/standing.ts';
import type { Assessment } from './verdict/assessment.ts';

/** What an account is judged by, besides what was read there. */
export interface AccountJudging {
  readonly now: Instant;
  readonly declarations: readonly Declaration[];
  readonly surroundings: Surroundings;
  readonly circumstances: Circumstances;
  /** Null where no earlier sweep saw it in use. */
  readonly observed?: (subject: string, standing: Standing) => Observed | null;
  readonly onAssessment?: (assessment: Assessment) => void;
}

export interface JudgedAccount {
  readonly standings: readonly Standing[];
  /** Whoever is to be told about. */
  readonly judged: readonly {
    readonly standing: Standing;
    readonly decision: Decision;
    readonly assessment: Assessment;
  }[];
  /** Subjects of which everything was seen: what is not found against them is over. */
  readonly seen: ReadonlySet<string>;
}

/** All credentials of one account, as it was read, through the corridor. */
export function judgeAccount(inventory: AccountInventory, judging: AccountJudging): JudgedAccount {
  const standings = standingsOf(withDeclarations(inventory, judging.declarations), judging.surroundings);
  const judged = standings.flatMap((standing): JudgedAccount['judged'][number][] => {
    const observed = judging.observed?.(subjectOf(standing.credential), standing) ?? null;
    const found = judgeStanding({ ...standing, observed }, judging.circumstances, judging.now);
    if (found === null) return [];
    const { assessment, decision } = found;
    judging.onAssessment?.(assessment);
    return decision === null ? [] : [{ standing, decision, assessment }];
  });
  const whole = standings.filter((one) => unseenOf(one) === null);
  return { standings, judged, seen: new Set(whole.map(({ credential }) => subjectOf(credential))) };
}

/** The owner's words about credentials of this account only; those of others would look as if they were here. */
function withDeclarations(inventory: AccountInventory, declarations: readonly Declaration[]) {
  return {
    ...inventory,
    declarations: declarations.filter(({ credential }) => credential.accountId === inventory.accountId),
  };
}
