import type { ActionKind, Decision, ReportCredential, ReportData } from './report-data.ts';

/** A credential with everything that was decided about it. */
export interface Case {
  readonly credential: ReportCredential;
  readonly decisions: readonly Decision[];
  /** The most disruptive decision; the first of them if there are several. */
  readonly gravest: Decision;
}

const severity: Readonly<Record<ActionKind, number>> = {
  restore: 0,
  notify: 1,
  rotate: 2,
  pin: 3,
  quarantine: 4,
  'revoke-sessions': 5,
  disable: 6,
};

export function contains(action: ActionKind): boolean {
  return severity[action] >= severity.pin;
}

/** One case per credential that anything was decided about: the gravest first, then the highest score. */
export function casesOf(data: ReportData): readonly Case[] {
  const known = new Map(data.credentials.map((credential) => [credential.id, credential]));
  const decided = Map.groupBy(data.decisions, (decision) => decision.credential);
  const cases = [...decided].map(([id, decisions]) => toCase(known.get(id) ?? null, decisions));
  return cases
    .filter((found) => found !== null)
    .sort((a, b) => weight(b.gravest) - weight(a.gravest) || a.gravest.at - b.gravest.at);
}

/** More make a page that no browser works with. */
const mostCredentials = 10_000;

export interface Shown {
  /** All that something was decided about, then those of the highest scores while there is room. */
  readonly credentials: readonly ReportCredential[];
  /** How many others there are. */
  readonly left: number;
}

export function shownIn(data: ReportData, cases: readonly Case[]): Shown {
  const decided = cases.map(({ credential }) => credential);
  const ids = new Set(decided.map(({ id }) => id));
  const calm = data.credentials.filter(({ id }) => !ids.has(id)).map((one) => [worstOf(one), one] as const);
  const room = Math.max(0, mostCredentials - decided.length);
  const inOrder = calm.sort(([a], [b]) => b - a).map(([, credential]) => credential);
  return { credentials: [...decided, ...inOrder.slice(0, room)], left: Math.max(0, calm.length - room) };
}

/** Its highest score. */
export function worstOf({ days }: ReportCredential): number {
  return days.reduce((most, { maxScore }) => Math.max(most, maxScore), 0);
}

function toCase(credential: ReportCredential | null, decisions: readonly Decision[]): Case | null {
  const gravest = gravestOf(decisions);
  return gravest === null ? null : { credential: credential ?? seenOnlyIn(gravest), decisions, gravest };
}

export function gravestOf(decisions: readonly Decision[]): Decision | null {
  return decisions.reduce<Decision | null>(
    (best, next) => (best === null || severity[next.action] > severity[best.action] ? next : best),
    null,
  );
}

function weight(decision: Decision): number {
  return severity[decision.action] * 1_000 + decision.score;
}

/** A decision about a credential that the run has no card for still gets its case. */
function seenOnlyIn(decision: Decision): ReportCredential {
  const { credential: id, kind, principal, accountId, owner } = decision;
  return {
    ...{ id, kind, principal, accountId, owner, purpose: null, expectation: [], establishedNetworks: [] },
    ...{ blastRadius: null, createdAt: null, lastUsedAt: null, days: [] },
  };
}
