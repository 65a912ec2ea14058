import { fingerprint } from './habits/fingerprint.ts';
import type { Population } from './population.ts';
import type { Network } from './recorded-context.ts';

/**
 * An address at a provider of servers, and who of the house came by it: a person and a day each, and when a person was first known to be
 * established elsewhere. A set like all that is remembered, so that order and repetition change nothing.
 */
export type Exit = Population;

/** Days that a visit counts, as many as a baseline remembers. */
const window = 64;
/** Distinct things remembered; beyond them the oldest go. */
const thingsKept = 256;

/**
 * So many established people, on so many days before, and so many visits of one of them on one day altogether, are the house: one or two
 * stolen sessions never are, however patient, and the more people come, the sooner it is clear.
 */
const leastPeople = 4;
const leastDays = 3;
const leastVisits = leastPeople * leastDays;

const known = 'known';

export function exitKey({ id }: Network, line: string): string {
  return `exit ${id} ${line}`;
}

export function isExitKey(key: string): boolean {
  return key.startsWith('exit ');
}

export function noteVisit({ seen }: Exit, person: string, day: number, isEstablished: boolean): void {
  const who = String(fingerprint(person));
  seen.set(`${who} ${day}`, day);
  if (isEstablished) seen.set(`${who} ${known}`, Math.min(day, seen.get(`${who} ${known}`) ?? day));
  if (seen.size > thingsKept) forget(seen);
}

/** Only days before this one count: today's crowd vouches for nobody today. */
export function isOfTheHouse({ seen }: Exit, today: number): boolean {
  const people = new Set<string>();
  const days = new Set<number>();
  let visits = 0;
  for (const [thing, on] of seen) {
    if (on >= today || today - on >= window || thing.endsWith(known)) continue;
    const who = thing.slice(0, thing.indexOf(' '));
    const since = seen.get(`${who} ${known}`);
    if (since === undefined || since >= today) continue;
    people.add(who);
    days.add(on);
    visits++;
  }
  return people.size >= leastPeople && days.size >= leastDays && visits >= leastVisits;
}

function forget(seen: Map<string, number>): void {
  const visits = [...seen]
    .filter(([thing]) => !thing.endsWith(known))
    .sort(([a, then], [b, at]) => then - at || (a < b ? -1 : 1));
  const [oldest] = visits;
  if (oldest !== undefined) seen.delete(oldest[0]);
}
