import { establishedNetworks } from '../../core/context/established.ts';
import type { Network } from '../../core/context/recorded-context.ts';
import type { Member } from '../../core/fleet/members.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import type { Credential } from '../../core/model/credential.ts';
import { dayOf, type Instant } from '../../core/model/instant.ts';
import { keptIn } from '../../core/model/kept.ts';
import type { Observed } from '../../core/signals/standing/standing.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';

/** What one credential did in the period, for the report and for standings. */
export interface Activity {
  readonly credential: Credential;
  lastUsedAt: Instant;
  readonly actions: Set<string>;
  /** All that it was seen by, as `uses` numbers them. */
  readonly networks: string[];
  /** Rows of a day, a network (-1 for none), how many uses, and how many denied, in order of the days: a year of many credentials is millions of them. */
  readonly uses: number[];
  /** Rows of a day and its highest score, in order of the days. */
  readonly scores: number[];
  /** Networks that it is established on. */
  established: readonly string[];
  /** Of how it stood at the end; null where nothing spoke against that. */
  stood: { readonly day: number; readonly score: number } | null;
}

/** Numbers in a row. */
const perUse = 4;
const perScore = 2;

export interface ActiveDay {
  readonly day: number;
  uses: number;
  denied: number;
  maxScore: number;
  /** By network, in the order in which they were first seen that day. */
  readonly networks: Map<string, number>;
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
    const { uses } = activity;
    const row = rowOf(uses, perUse, dayOf(use.at), placeIn(activity.networks, network));
    uses[row + 2] = (uses[row + 2] ?? 0) + 1;
    if (use.denied) uses[row + 3] = (uses[row + 3] ?? 0) + 1;
    this.from = Math.min(this.from, use.at);
    this.to = Math.max(this.to, use.at);
  }

  noteAssessment({ credential, at, score }: Assessment): void {
    const activity = this.#of(credential);
    const { scores } = activity;
    const row = rowOf(scores, perScore, dayOf(at));
    scores[row + 1] = Math.max(scores[row + 1] ?? 0, score.value);
    this.to = Math.max(this.to, at);
  }

  /** How credentials stand, each without a use: in place of how they stood before. */
  noteStandings(assessments: readonly Assessment[]): void {
    for (const activity of this.byCredential.values()) activity.stood = null;
    for (const { credential, at, score } of assessments) {
      this.#of(credential).stood = { day: dayOf(at), score: score.value };
      this.to = Math.max(this.to, at);
    }
  }

  /** Where each is established by its habits, as of `at`: a role, where any of the people is who take it on. */
  noteEstablished(members: Iterable<Member>, at: Instant): void {
    const byId = Map.groupBy(members, ({ credential }) => credential.id as string);
    for (const [id, activity] of this.byCredential) {
      const networks = (byId.get(id) ?? []).flatMap(({ dossier }) => establishedNetworks(dossier, at));
      activity.established = [...new Set(networks)];
    }
  }

  #of(credential: Credential): Activity {
    const never = Number.NEGATIVE_INFINITY;
    return keptIn(this.byCredential, credential.id, () => {
      return {
        credential,
        lastUsedAt: never,
        actions: new Set<string>(),
        networks: [],
        uses: [],
        scores: [],
        established: [],
        stood: null,
      };
    });
  }
}

/** Each day with a use or an assessment, in order. */
export function daysOf({ networks, uses, scores, stood }: Activity): ActiveDay[] {
  const days = new Map<number, ActiveDay>();
  const at = (day: number) => keptIn(days, day, () => ({ day, uses: 0, denied: 0, maxScore: 0, networks: new Map() }));
  for (const [day = 0, place = -1, times = 0, denied = 0] of rowsIn(uses, perUse)) {
    const today = at(day);
    today.uses += times;
    today.denied += denied;
    const network = networks[place];
    if (network !== undefined) today.networks.set(network, times);
  }
  for (const [day = 0, score = 0] of rowsIn(scores, perScore)) at(day).maxScore = score;
  if (stood !== null) at(stood.day).maxScore = Math.max(at(stood.day).maxScore, stood.score);
  return [...days.values()].sort((a, b) => a.day - b.day);
}

export function observedOf(activity: Activity): Observed {
  const { lastUsedAt, actions } = activity;
  const used = daysOf(activity)
    .filter(({ uses }) => uses > 0)
    .map(({ day }) => day);
  const gaps = used.slice(1).map((day, i) => day - (used[i] ?? day));
  return {
    lastUsedAt: Number.isFinite(lastUsedAt) ? lastUsedAt : null,
    longestGapDays: gaps.length === 0 ? null : Math.max(...gaps),
    usedActions: [...actions],
    observedDays: used.length === 0 ? 0 : (used.at(-1) ?? 0) - (used[0] ?? 0) + 1,
  };
}

function placeIn(networks: string[], network: Network | null): number {
  if (network === null) return -1;
  const known = networks.lastIndexOf(network.id);
  return known < 0 ? networks.push(network.id) - 1 : known;
}

/** Where the row of that day begins, and of that network where one is named; put behind all others of the day where there is none. */
function rowOf(rows: number[], length: number, day: number, network?: number): number {
  let end = rows.length;
  while (end > 0 && (rows[end - length] ?? 0) > day) end -= length;
  for (let at = end - length; rows[at] === day; at -= length) {
    if (network === undefined || rows[at + 1] === network) return at;
  }
  rows.splice(end, 0, day, network ?? 0, ...Array<number>(length - 2).fill(0));
  return end;
}

function* rowsIn(rows: readonly number[], length: number): Generator<readonly number[]> {
  for (let at = 0; at < rows.length; at += length) yield rows.slice(at, at + length);
}
