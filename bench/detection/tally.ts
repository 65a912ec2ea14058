import { dayOf, hour, type Instant, parseInstant } from '../../core/model/instant.ts';
import type { Incident, Labels } from '../../simulator/labels.ts';

/** An answer later than this after the last hostile event stopped nobody. */
const tooLate = hour;

/** Hostile events after which a containment still counts as in time. */
export const fewEvents = 5;

/** That a credential was taken away from whoever uses it, or that its owner was told, and by which record. */
export interface Answer {
  readonly credential: string;
  readonly at: Instant;
  readonly eventId: string | null;
}

export interface Caught<A extends Answer = Answer> {
  readonly incident: Incident;
  /** Null where nothing disturbed the thief. */
  readonly answer: A | null;
  readonly inTime: boolean;
  /** The last that its owner was told. */
  readonly notice: A | null;
}

/** One judge's answers in one organisation held against the labels. */
export interface Tally<A extends Answer = Answer> {
  readonly caught: readonly Caught<A>[];
  /** Answers on credentials that nobody had stolen, or not yet. */
  readonly disturbed: readonly A[];
  readonly noticed: readonly A[];
  /** Days of use, each credential counted for itself, up to its theft. */
  readonly innocentDays: number;
}

/** Answers that take a credential away, and those that tell its owner. */
export interface Answers<A extends Answer> {
  readonly disruptions: readonly A[];
  readonly notices: readonly A[];
}

/** Which credential was used on which day. */
export class DaysOfUse {
  readonly #days = new Map<string, Set<number>>();

  note(credential: string, at: Instant): void {
    const days = this.#days.get(credential);
    if (days === undefined) this.#days.set(credential, new Set([dayOf(at)]));
    else days.add(dayOf(at));
  }

  before(end: (credential: string) => Instant): number {
    let count = 0;
    for (const [credential, days] of this.#days) {
      const last = end(credential);
      for (const day of days) if (day < (Number.isFinite(last) ? dayOf(last) : Infinity)) count++;
    }
    return count;
  }
}

export function tally<A extends Answer>({ incidents }: Labels, answers: Answers<A>, used: DaysOfUse): Tally<A> {
  const stolen = firstThefts(incidents);
  const stolenAt = (credential: string) => stolen.get(credential) ?? Number.POSITIVE_INFINITY;
  const isInnocent = ({ credential, at }: Answer) => at < stolenAt(credential);
  return {
    caught: incidents.map((incident) => caughtBy(incident, answers, stolenAt)),
    disturbed: answers.disruptions.filter(isInnocent),
    noticed: answers.notices.filter(isInnocent),
    innocentDays: used.before(stolenAt),
  };
}

/** Credentials and days, so that one credential disturbed twice in a day is one. */
export function credentialDays(answers: readonly Answer[]): number {
  return new Set(answers.map(({ credential, at }) => `${credential} ${dayOf(at)}`)).size;
}

function caughtBy<A extends Answer>(
  incident: Incident,
  { disruptions, notices }: Answers<A>,
  stolenAt: (credential: string) => Instant,
): Caught<A> {
  // What an earlier theft of the same credential took away is away.
  const [answer = null] = answersTo(incident, disruptions, stolenAt(incident.credential));
  const notice = answersTo(incident, notices, parseInstant(incident.firstHostileAt) ?? 0).at(-1) ?? null;
  return { incident, answer, inTime: answer !== null && isInTime(incident, answer), notice };
}

function answersTo<A extends Answer>(incident: Incident, answers: readonly A[], from: Instant): A[] {
  const until = (parseInstant(incident.lastHostileAt) ?? 0) + tooLate;
  const named = [incident.credential, ...incident.alsoAcceptable];
  return answers.filter(({ credential, at }) => named.includes(credential) && at >= from && at <= until);
}

/** By the fifth hostile event, or within the first tenth of them. */
function isInTime(incident: Incident, { eventId, at }: Answer): boolean {
  const index = eventId === null ? -1 : incident.hostileEventIds.indexOf(eventId);
  if (index >= 0) return index < Math.max(fewEvents, Math.ceil(incident.hostileEventIds.length / 10));
  // A notice from AWS is no event of the thief's; what it stops is told by the time.
  return at - (parseInstant(incident.firstHostileAt) ?? 0) <= 60_000;
}

export function firstThefts(incidents: readonly Incident[]): Map<string, Instant> {
  const first = new Map<string, Instant>();
  for (const { credential, alsoAcceptable, firstHostileAt } of incidents) {
    const at = parseInstant(firstHostileAt) ?? 0;
    for (const id of [credential, ...alsoAcceptable]) first.set(id, Math.min(at, first.get(id) ?? Infinity));
  }
  return first;
}
