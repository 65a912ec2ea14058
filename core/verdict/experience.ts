import { once } from '../model/once.ts';

/**
 * How much evidence the credential-days of a class had: for each class, age and week, how many days there were with how many quarter bits at
 * their worst. Only counts, so that parts add up to the whole, in any order.
 */
export type Histograms = Map<string, number[]>;

/** What one account has seen. `fresh` is the part counted since it was read, for whoever adds it to what others wrote. */
export interface Experience {
  readonly all: Histograms;
  readonly fresh: Histograms;
}

export function emptyExperience(): Experience {
  return { all: new Map(), fresh: new Map() };
}

/** One credential on one day of use, and the most evidence that spoke against it that day, in bits. */
export interface CredentialDay {
  readonly class: string;
  readonly age: Age;
  /** Since 1970. */
  readonly day: number;
  readonly bits: number;
}

/**
 * An age, named by its fewest days on record. Evidence weighs more the longer the habits are that it is held against: a first in two weeks is
 * less than a first in two months. So days are compared with days of the same age (Mondrian conformal prediction).
 */
export type Age = (typeof ages)[number];

const ages = [0, 14, 28] as const;

export function ageOf(daysOnRecord: number): Age {
  return ages.findLast((least) => daysOnRecord >= least) ?? 0;
}

/** `14 to 27 days` */
export function ageWords(age: Age): string {
  const next = ages[ages.indexOf(age) + 1];
  return next === undefined
    ? `${age} days or more`
    : age === 0
      ? `fewer than ${next} days`
      : `${age} to ${next - 1} days`;
}

/** Whose days a day is compared with; of any age where none is named. */
export interface Peers {
  readonly class: string;
  readonly age?: Age;
}

const buckets = 64;
const bucketsPerBit = 4;

function bucketOf(bits: number): number {
  return Math.max(0, Math.min(buckets - 1, Math.floor(bits * bucketsPerBit)));
}

const weekLength = 7;

export function weekOfDay(day: number): number {
  return Math.floor(day / weekLength);
}

/** Weeks that are kept: as long as a baseline remembers. */
const weeksKept = 10;

export function countDay({ all, fresh }: Experience, day: CredentialDay): void {
  const isFirst = addOne(all, day);
  addOne(fresh, day);
  // Only a week that was not there before makes another one old.
  if (isFirst) forgetOld(all);
}

/** Adds the counts of one part to those of another, and drops what is old by the newest of them. */
export function addHistograms(sum: Histograms, part: Histograms): void {
  for (const [key, counts] of part) {
    const known = sum.get(key);
    if (known === undefined) sum.set(key, [...counts]);
    else for (const [bucket, count] of counts.entries()) known[bucket] = (known[bucket] ?? 0) + count;
  }
  forgetOld(sum);
}

/** Of the credential-days of a class, how many there were, and how many had at least so much evidence. */
export interface Tail {
  readonly days: number;
  readonly reached: number;
  /** The largest share of days that did so in any one week. */
  readonly worstWeek: number;
}

/** Days; of fewer, a share says nothing. */
const leastWeek = 10;

/** Of the weeks before `week`, or of all. Evidence is rounded down to its bucket, so it never counts as more than it was. */
export function tailOf(histograms: Histograms, of: Peers, bits: number, week = Number.POSITIVE_INFINITY): Tail {
  const least = bucketOf(bits);
  const weeks = new Map<number, { days: number; reached: number }>();
  for (const [key, counts] of histograms) {
    const { name, age, week: then } = partsOf(key);
    if (name !== of.class || then >= week || (of.age !== undefined && age !== of.age)) continue;
    const sum = weeks.get(then) ?? { days: 0, reached: 0 };
    weeks.set(then, sum);
    for (let bucket = 0; bucket < counts.length; bucket++) {
      const count = counts[bucket] ?? 0;
      sum.days += count;
      if (bucket >= least) sum.reached += count;
    }
  }
  let days = 0;
  let reached = 0;
  let worstWeek = 0;
  for (const sum of weeks.values()) {
    days += sum.days;
    reached += sum.reached;
    if (sum.days >= leastWeek) worstWeek = Math.max(worstWeek, sum.reached / sum.days);
  }
  return { days, reached, worstWeek };
}

/**
 * How rare so much evidence is on an ordinary day, as a split-conformal p-value: where the days of a class and age are
 * exchangeable, an ordinary day comes to at most `p` with probability `p`, whatever the bits are worth. An account's changes
 * come by the week, and strike many of its credentials at once; so a day is no rarer than in the worst week on record.
 * 1 without a day.
 */
export function pValueOf({ days, reached, worstWeek }: Tail): number {
  return Math.max((1 + reached) / (days + 1), worstWeek);
}

/**
 * The most often that a day like these reaches as much, at 95 % confidence: three in so many days where none did, else
 * the upper limit of a Poisson rate (Wilson and Hilferty's approximation).
 */
export function upperShareOf({ days, reached }: Pick<Tail, 'days' | 'reached'>): number {
  if (days === 0) return 1;
  const k = reached + 1;
  const most = reached === 0 ? 3 : k * (1 - 1 / (9 * k) + 1.645 / (3 * Math.sqrt(k))) ** 3;
  return Math.min(1, most / days);
}

/** The classes of which any day was counted, in a fixed order. */
export function classesIn(histograms: Histograms): string[] {
  return [...new Set([...histograms.keys()].map((key) => partsOf(key).name))].sort();
}

/** True for the first of its class, age and week. */
function addOne(histograms: Histograms, { class: name, age, day, bits }: CredentialDay): boolean {
  const key = `${name}\n${age}\n${weekOfDay(day)}`;
  const known = histograms.get(key);
  const counts = known ?? Array<number>(buckets).fill(0);
  if (known === undefined) histograms.set(key, counts);
  const bucket = bucketOf(bits);
  counts[bucket] = (counts[bucket] ?? 0) + 1;
  return known === undefined;
}

function forgetOld(histograms: Histograms): void {
  const weeks = [...histograms.keys()].map((key) => partsOf(key).week);
  const newest = Math.max(...weeks.filter(Number.isFinite));
  // Keys from before ages were told apart have no week, and go as well.
  for (const key of histograms.keys()) if (!(partsOf(key).week > newest - weeksKept)) histograms.delete(key);
}

// Every day of every credential is held against all of them.
const partsOf = once(1_024, (key): { readonly name: string; readonly age: number; readonly week: number } => {
  const [name = '', age, week] = key.split('\n');
  return { name, age: Number(age), week: Number(week) };
});
