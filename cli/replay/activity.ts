import type { Network } from '../../core/context/recorded-context.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import type { Credential } from '../../core/model/credential.ts';
import { dayOf, type Instant } from '../../core/model/instant.ts';
import { keptIn } from '../../core/model/kept.ts';
import type { Observed } from '../../core/signals/standing.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';

export interface ActiveDay {
  uses: number;
  denied: number;
  maxScore: number;
  readonly networks: Map<string, number>;
}

/** What one credential did in the period, for the report and for standings. */
export interface Activity {
  readonly credential: Credential;
  lastUsedAt: Instant;
  readonly actions: Set<string>;
  readonly days: Map<number, ActiveDay>;
  established: readonly string[];
}

/** Listens to a fleet at work. */
export class Activities {
  readonly byCredential = new Map<string, Activity>();
  from: Instant = Number.POSITIVE_INFINITY;
  to: Instant = Number.NEGATIVE_INFINITY;

  noteUse(use: CredentialUse, network: Network | null): void {
    const activity = this.#of(use.credential);
    activity.lastUsedAt = Math.max(activity.lastUsedAt, use.at);
    activity.actions.add(use.action);
    const today = dayIn(activity, use.at);
    today.uses++;
    if (use.denied) today.denied++;
    if (network !== null) today.networks.set(network.id, (today.networks.get(network.id) ?? 0) + 1);
    this.from = Math.min(this.from, use.at);
    this.to = Math.max(this.to, use.at);
  }

  noteAssessment(assessment: Assessment): void {
    const activity = this.#of(assessment.credential);
    const today = dayIn(activity, assessment.at);
    today.maxScore = Math.max(today.maxScore, assessment.score.value);
    activity.established = assessment.establishedNetworks;
    this.to = Math.max(this.to, assessment.at);
  }

  #of(credential: Credential): Activity {
    const never = Number.NEGATIVE_INFINITY;
    return keptIn(this.byCredential, credential.id, () => {
      return { credential, lastUsedAt: never, actions: new Set<string>(), days: new Map(), established: [] };
    });
  }
}

export function observedOf({ lastUsedAt, actions, days }: Activity): Observed {
  const used = [...days]
    .filter(([, { uses }]) => uses > 0)
    .map(([day]) => day)
    .sort((a, b) => a - b);
  const gaps = used.slice(1).map((day, i) => day - (used[i] ?? day));
  return {
    lastUsedAt: Number.isFinite(lastUsedAt) ? lastUsedAt : null,
    longestGapDays: gaps.length === 0 ? null : Math.max(...gaps),
    usedActions: [...actions],
    observedDays: used.length === 0 ? 0 : (used.at(-1) ?? 0) - (used[0] ?? 0) + 1,
  };
}

function dayIn({ days }: Activity, at: Instant): ActiveDay {
  return keptIn(days, dayOf(at), () => ({ uses: 0, denied: 0, maxScore: 0, networks: new Map<string, number>() }));
}
