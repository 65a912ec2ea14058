import { dayOf, type Instant } from '../model/instant.ts';
import {
  type Age,
  ageOf,
  type CredentialDay,
  type Histograms,
  type Peers,
  pValueOf,
  tailOf,
  weekOfDay,
} from './experience.ts';

/**
 * How one credential fares day after day. Each day is a bet against its being an ordinary day of its class; the stake
 * grows while days stay odd, though none of them need be worth a word by itself.
 */
export interface Course {
  /** The day that is going on; null before the first. */
  day: number | null;
  /** How old its habits are on that day. */
  age: Age;
  /** The most evidence of that day so far. */
  bits: number;
  /** A hard signal spoke or its habits were young: no ordinary day to learn from. */
  isSpecial: boolean;
  /** The alarm was raised on that day. */
  isTold: boolean;
  /** What the bets of the days before have come to. */
  stake: number;
  /** Days in a row that the stake has grown over. */
  since: number;
  /** Earlier days with evidence to speak of: day and quarter bits, which are short to write down. */
  past: (readonly [number, number])[];
}

export function newCourse(): Course {
  return { day: null, age: 0, bits: 0, isSpecial: false, isTold: false, stake: 1, since: 0, past: [] };
}

/** More evidence than its class has, for days on end. */
export interface LongDoubt {
  readonly days: number;
  /** How many times over the days speak against being ordinary ones. */
  readonly odds: number;
}

/** An ordinary credential comes to a false alarm once in so many days, at most. */
const daysToAlarm = 1_000;

/** As much evidence on more than so many days before is how this credential is. */
const ownDays = 3;
const pastKept = 28;
const leastPastBits = 1;

export interface Moment {
  readonly class: string;
  readonly at: Instant;
  readonly activeDays: number;
  /** Of all evidence at this moment. */
  readonly bits: number;
  readonly isSpecial: boolean;
}

/**
 * Takes a moment in. `closed` is the day before, once it is over, where it may be counted as experience; `longDoubt` is
 * told once, then the bets begin anew.
 */
export function follow(
  course: Course,
  moment: Moment,
  experience: Histograms,
): { readonly closed: CredentialDay | null; readonly longDoubt: LongDoubt | null } {
  const today = dayOf(moment.at);
  const { day } = course;
  const closed = day !== null && today > day ? closeDay(course, day, moment.class, experience) : null;
  if (day === null || today > day)
    Object.assign(course, { day: today, age: ageOf(moment.activeDays), bits: 0, isSpecial: false, isTold: false });
  // A late record of a day that is over changes nothing any more.
  if (today !== course.day) return { closed, longDoubt: null };
  course.isSpecial ||= moment.isSpecial;
  if (moment.bits <= course.bits) return { closed, longDoubt: null };
  course.bits = moment.bits;
  return {
    closed,
    longDoubt: course.isSpecial || course.isTold ? null : alarmIn(course, today, moment.class, experience),
  };
}

function alarmIn(course: Course, today: number, of: string, experience: Histograms): LongDoubt | null {
  const odds = betOn(course, today, of, experience) * Math.max(1, course.stake);
  if (odds < daysToAlarm) return null;
  const days = course.since + 1;
  Object.assign(course, { stake: 1, since: 0, isTold: true });
  return { days, odds };
}

function closeDay(course: Course, day: number, of: string, experience: Histograms): CredentialDay | null {
  const { bits, isSpecial, isTold } = course;
  if (isSpecial) return null;
  const stake = isTold ? 1 : betOn(course, day, of, experience) * Math.max(1, course.stake);
  Object.assign(course, { stake, since: stake > 1 ? course.since + 1 : 0 });
  if (bits >= leastPastBits)
    course.past = [...course.past.filter(([then]) => day - then < pastKept), [day, quarters(bits)]];
  return { class: of, age: course.age, day, bits };
}

function quarters(bits: number): number {
  return Math.floor(4 * bits);
}

/**
 * What a bet on the day pays: the mixture over all stakes of the conformal p-value, `∫ κ p^(κ-1) dκ`, whose mean on
 * ordinary days is at most 1. The days it is held against are those of the weeks before, so that what goes on this week
 * does not dilute itself.
 */
function betOn({ bits, past, age }: Course, day: number, of: string, experience: Histograms): number {
  if (past.filter(([then, had]) => day - then < pastKept && had >= quarters(bits)).length > ownDays)
    return mixtureOf(1);
  const peers: Peers = { class: of, age };
  return mixtureOf(pValueOf(tailOf(experience, peers, bits, weekOfDay(day))));
}

export function mixtureOf(p: number): number {
  // The limit of the formula, which loses all its digits there.
  if (p > 0.999) return 0.5;
  const log = Math.log(p);
  return (1 - p + p * log) / (p * log * log);
}
