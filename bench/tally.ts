import type { Credential } from '../core/model/credential.ts';
import { dayOf, type Instant, parseInstant } from '../core/model/instant.ts';
import type { Decision } from '../core/plan/decision.ts';
import { isDisruptive } from '../core/plan/ladder.ts';
import type { Difficulty, Incident, Labels, StandingKind } from '../simulator/labels.ts';

/** Hostile events after which a containment still counts as in time. */
export const fewEvents = 5;

export interface Caught {
  readonly incident: Incident;
  /** Null where nothing disturbed the thief. */
  readonly answer: Decision | null;
  /** Hostile events up to and including the one that was answered; null where the answer names none of them. */
  readonly after: number | null;
}

/** One organisation's decisions held against its labels. */
export interface Tally {
  readonly caught: readonly Caught[];
  /** Disruptive decisions on credentials that nobody had stolen, or not yet. */
  readonly disturbed: readonly Decision[];
  readonly notices: readonly Decision[];
  readonly credentialDays: number;
}

/** Counts days of use, for the rates. */
export class DaysOfUse {
  readonly #days = new Set<string>();

  note(credential: Credential, at: Instant): void {
    this.#days.add(`${credential.id} ${dayOf(at)}`);
  }

  get count(): number {
    return this.#days.size;
  }
}

export function tally(labels: Labels, decisions: readonly Decision[], credentialDays: number): Tally {
  const caught = labels.incidents.map((incident) => answerTo(incident, decisions));
  const stolenAt = firstTheft(labels.incidents);
  const innocent = decisions.filter((decision) => decision.at < (stolenAt.get(decision.credential) ?? Infinity));
  return {
    caught,
    disturbed: innocent.filter((decision) => isDisruptive(decision.action)),
    notices: innocent.filter((decision) => !isDisruptive(decision.action)),
    credentialDays,
  };
}

export function isInTime({ after, incident }: Caught): boolean {
  return after !== null && after <= Math.max(fewEvents, Math.ceil(incident.hostileEventIds.length / 10));
}

export function isOfDifficulty(difficulty: Difficulty): (caught: Caught) => boolean {
  return ({ incident }) => incident.difficulty === difficulty;
}

function answerTo(incident: Incident, decisions: readonly Decision[]): Caught {
  const from = parseInstant(incident.firstHostileAt) ?? 0;
  const named = [incident.credential, ...incident.alsoAcceptable];
  const answer =
    decisions.find(({ credential, action, at }) => named.includes(credential) && isDisruptive(action) && at >= from) ??
    null;
  const index = answer?.eventId == null ? -1 : incident.hostileEventIds.indexOf(answer.eventId);
  // A notice from AWS is no event of the thief's; what it stops is told by the time.
  const byTime = answer === null ? null : eventsUntil(incident, answer.at);
  return { incident, answer, after: index >= 0 ? index + 1 : byTime };
}

function eventsUntil(incident: Incident, at: Instant): number | null {
  const from = parseInstant(incident.firstHostileAt) ?? 0;
  return at - from <= 60_000 ? Math.min(fewEvents, incident.hostileEventIds.length) : null;
}

/** What the sweep of standings found of one kind. */
export interface Found {
  readonly labelled: number;
  readonly found: number;
  /** Credentials told of for this reason that bear no such label. */
  readonly unlabelled: number;
}

const signalOf: Readonly<Partial<Record<StandingKind, string>>> = {
  stale: 'S32',
  'never-used': 'S33',
  'over-age': 'S34',
  ownerless: 'S35',
  overprivileged: 'S36',
  'admin-equivalent': 'S37',
};

export const standingKinds = Object.keys(signalOf) as StandingKind[];

/** `judged`: for each credential the ids of the signals that its standing raised. */
export function foundOf(kind: StandingKind, labels: Labels, judged: ReadonlyMap<string, ReadonlySet<string>>): Found {
  const labelled = new Set(labels.standings.filter((one) => one.kind === kind).map((one) => one.credential));
  const id = signalOf[kind] ?? '';
  const told = [...judged].filter(([, ids]) => ids.has(id)).map(([credential]) => credential);
  const found = told.filter((credential) => labelled.has(credential)).length;
  return { labelled: labelled.size, found, unlabelled: told.length - found };
}

/** Rare but needed work that was called stale all the same. */
export function rareCalledStale(labels: Labels, judged: ReadonlyMap<string, ReadonlySet<string>>): Found {
  const rare = labels.standings.filter((one) => one.kind === 'needed-but-rare');
  const called = rare.filter(({ credential }) => judged.get(credential)?.has('S32') === true);
  return { labelled: rare.length, found: called.length, unlabelled: 0 };
}

function firstTheft(incidents: readonly Incident[]): Map<string, Instant> {
  const first = new Map<string, Instant>();
  for (const { credential, alsoAcceptable, firstHostileAt } of incidents) {
    const at = parseInstant(firstHostileAt) ?? 0;
    for (const id of [credential, ...alsoAcceptable]) first.set(id, Math.min(at, first.get(id) ?? Infinity));
  }
  return first;
}
