import { type Credential, classOf, isPersonsRole, neighbourhoodOf, subjectOf } from '../model/credential.ts';
import { hour, type Instant } from '../model/instant.ts';
import { fingerprint } from './habits/fingerprint.ts';
import { noteRecent, type Recent, recentCalled } from './recent.ts';
import type { DeclaredContext } from './recorded-context.ts';

/**
 * What the credentials of one account showed within a day, each with its kind and the first time that it did. A set like
 * any other `Recent`: neither order nor repetition matters, and a count is as of the instant asked about.
 */
export type Population = Recent;

/** A rollout reaches its siblings within hours. */
export const rolloutWindow = 12 * hour;

/** Siblings: alike in sort, and by their owners’ word made for the same. */
export function kindOf(credential: Credential, declared: DeclaredContext | null): string {
  return `${classOf(credential)} ${declared?.kind?.toLowerCase() ?? ''}`.trimEnd();
}

/**
 * Whose habits a young credential starts from: those of the account's credentials that their owners made for the same, or
 * of all who take on the same role of Identity Center. Null where nobody said what it is for.
 */
export function kinshipOf(credential: Credential, declared: DeclaredContext | null): string | null {
  if (isPersonsRole(credential)) return `${credential.accountId} ${credential.id}`;
  return declared?.kind == null ? null : `${neighbourhoodOf(credential)} ${kindOf(credential, declared)}`;
}

/** Whose desk and tools a role of Identity Center is used with; null for every other credential. Nobody else can choose that name. */
export function personOf(credential: Credential): string | null {
  return isPersonsRole(credential) ? `person ${credential.person}` : null;
}

/** Who moves and upgrades as one: the keys and the password of a user are in one bag. */
export function makerOf(credential: Credential): string {
  return credential.kind === 'role' ? subjectOf(credential) : credential.principal;
}

/** An account has many credentials, and a day has news of some of them at every hour: a rollout must outlast those. */
const showingsKept = 1_024;

/** `maker`: who began the chain of sessions in which the subject showed it. Shown again `within` that time, the first time counts. */
export function noteShowing(
  population: Population,
  kind: string,
  thing: string,
  subject: string,
  at: Instant,
  maker: string = subject,
  within?: number,
): void {
  const shown = showing(kind, thing);
  const who = maker === subject ? `${fingerprint(subject)}` : `${fingerprint(subject)} ${fingerprint(maker)}`;
  // First, so that it is not counted twice.
  const most = mostOf(population);
  if (noteRecent(population, `${shown}${who}`, at, showingsKept, within)) most.set(shown, (most.get(shown) ?? 0) + 1);
}

/** No more siblings than so many have shown the thing: quick to tell, and for most things nobody else has. */
export function mostShowing(population: Population, kind: string, thing: string): number {
  return mostOf(population).get(showing(kind, thing)) ?? 0;
}

function mostOf(population: Population): Map<string, number> {
  const known = counted.get(population);
  // What was forgotten still counts, until there is too much of it.
  if (known !== undefined && known.size <= mostCounted) return known;
  const most = new Map<string, number>();
  for (const thing of population.seen.keys()) {
    const shown = thing.slice(0, thing.lastIndexOf('\n') + 1);
    most.set(shown, (most.get(shown) ?? 0) + 1);
  }
  counted.set(population, most);
  return most;
}

const counted = new WeakMap<Population, Map<string, number>>();
const mostCounted = 4 * showingsKept;

/** How many siblings have shown the thing in the hours up to and including `at`, but for those `without` whom they are counted. */
export function countShowing(
  population: Population,
  kind: string,
  thing: string,
  at: Instant,
  within = rolloutWindow,
  without: ReadonlySet<string> = new Set(),
): number {
  const left = new Set([...without].map((subject) => `${fingerprint(subject)}`));
  const subjects = showingWithin(population, kind, thing, at, within).map(([who]) => who.split(' ')[0] ?? who);
  return new Set(subjects.filter((subject) => !left.has(subject))).size;
}

/** The same by their makers, each with the first time: whatever one key opens is one showing. */
export function makersShowing(
  population: Population,
  kind: string,
  thing: string,
  at: Instant,
  within = rolloutWindow,
): ReadonlyMap<string, Instant> {
  const makers = new Map<string, Instant>();
  for (const [who, shownAt] of showingWithin(population, kind, thing, at, within)) {
    const maker = who.slice(who.indexOf(' ') + 1);
    makers.set(maker, Math.min(shownAt, makers.get(maker) ?? shownAt));
  }
  return makers;
}

function showingWithin(population: Population, kind: string, thing: string, at: Instant, within: number) {
  return recentCalled(population, showing(kind, thing), at).filter(([, shownAt]) => at - shownAt <= within);
}

function showing(kind: string, thing: string): string {
  return `${kind}\n${thing}\n`;
}
