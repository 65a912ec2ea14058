import { fingerprint } from './habits/fingerprint.ts';
import type { Population } from './population.ts';
import type { Network } from './recorded-context.ts';

/**
 * Who of the house came by an address at a provider of servers, or by the provider as a whole: one entry for each person, day and address, and
 * since when a person is known to be at home elsewhere. It is a set like everything remembered, so order and repetition change nothing.
 */
export type Exit = Population;

/** Days for which a visit counts: as many as a baseline remembers. */
const window = 64;
/** Distinct things remembered; beyond them the oldest go. */
const thingsKept = 256;
/** The most visits of one day: in a large house, today's would otherwise push out yesterday's. */
const mostOfDay = 24;

/**
 * What it takes for an address to be the house's: so many established people, on so many days before, and so many visits in all, counting one
 * for each person and day. One or two stolen sessions never come to that, however patient the thief, and the more people come, the sooner it is
 * clear.
 */
const leastPeople = 4;
const leastDays = 3;
const leastVisits = leastPeople * leastDays;

const known = 'known';
const doubted = 'doubted';

/** Of one address; without a line, of all addresses of the provider. */
export function exitKey({ id }: Network, line?: string): string {
  return line === undefined ? `exit ${id}` : `exit ${id} ${line}`;
}

export function isExitKey(key: string): boolean {
  return key.startsWith('exit ');
}

interface Visit {
  readonly who: string;
  readonly day: number;
  readonly line: string;
}

export function noteVisit(exit: Exit, person: string, day: number, line: string, isEstablished: boolean): void {
  const { seen } = exit;
  const who = String(fingerprint(person));
  const visit = { who, day, line: String(fingerprint(line)) };
  if (!seen.has(visitName(visit))) {
    addVisit(exit, visit);
    if (!visitsTo(exit).some((one) => one.who === who)) return;
  }
  if (isEstablished) seen.set(`${who} ${known}`, Math.min(day, seen.get(`${who} ${known}`) ?? day));
  if (seen.size > thingsKept) forget(exit);
}

/** One address for each person and day, and only so many people a day: the first by name, so that the order of records does not matter. */
function addVisit(exit: Exit, added: Visit): void {
  const { seen } = exit;
  const ofDay = [...visitsTo(exit).filter(({ day }) => day === added.day), added];
  const inOrder = ofDay.toSorted((a, b) => (visitName(a) < visitName(b) ? -1 : 1));
  const kept = inOrder.filter(({ who }, at) => who !== inOrder[at - 1]?.who).slice(0, mostOfDay);
  for (const one of ofDay) seen.delete(visitName(one));
  for (const one of kept) seen.set(visitName(one), one.day);
  forgetStrangers(exit);
}

function visitName({ who, day, line }: Visit): string {
  return `${who} ${day} ${line}`;
}

/** Only days before this one count: a crowd vouches for nobody on its first day. */
export function isOfTheHouse(exit: Exit, today: number): boolean {
  return isCrowd(visitsOfEstablished(exit, today));
}

/**
 * Whether the house's people come by changing addresses of a provider, each seen on one day only. Where they come by the same ones day after
 * day, those addresses are the house's, and the rest of the provider is anybody's.
 */
export function isFrequented(exit: Exit, today: number): boolean {
  const visits = visitsOfEstablished(exit, today);
  const days = new Map<string, Set<number>>();
  for (const { line, day } of visits) days.set(line, (days.get(line) ?? new Set()).add(day));
  return isCrowd(visits.filter(({ line }) => days.get(line)?.size === 1));
}

function isCrowd(visits: readonly Visit[]): boolean {
  const people = new Set(visits.map(({ who }) => who));
  const days = new Set(visits.map(({ day }) => day));
  return people.size >= leastPeople && days.size >= leastDays && visits.length >= leastVisits;
}

function visitsOfEstablished(exit: Exit, today: number): Visit[] {
  return visitsTo(exit).filter(({ who, day }) => {
    const since = exit.seen.get(`${who} ${known}`);
    const isOfTime = day < today && today - day < window && since !== undefined && since < today;
    return isOfTime && !exit.seen.has(`${who} ${doubted} ${day}`);
  });
}

/** Drops a day on which there was enough against the person to take something back: the whole day vouches for nothing. */
export function doubtVisit(exit: Exit, person: string, day: number): void {
  const { seen } = exit;
  seen.set(`${fingerprint(person)} ${doubted} ${day}`, day);
  if (seen.size > thingsKept) forget(exit);
}

function visitsTo({ seen }: Exit): Visit[] {
  return [...seen].flatMap(([thing, day]) => {
    const [who = '', word, line = ''] = thing.split(' ');
    return word === known || word === doubted ? [] : [{ who, day, line }];
  });
}

function forget(exit: Exit): void {
  const { seen } = exit;
  const visits = [...seen]
    .filter(([thing]) => !thing.endsWith(known))
    .sort(([a, then], [b, at]) => then - at || (a < b ? -1 : 1));
  for (const [oldest] of visits) {
    forgetStrangers(exit);
    if (seen.size <= thingsKept) return;
    seen.delete(oldest);
  }
  forgetStrangers(exit);
}

/** A person is forgotten with their last visit; otherwise everybody who ever came would stay for good. */
function forgetStrangers(exit: Exit): void {
  const people = new Set(visitsTo(exit).map(({ who }) => `${who} ${known}`));
  for (const thing of exit.seen.keys()) if (thing.endsWith(known) && !people.has(thing)) exit.seen.delete(thing);
}
