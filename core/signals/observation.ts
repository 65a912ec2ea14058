import { programOf } from '../context/client.ts';
import { type Baseline, type TableName, tableNames } from '../context/habits/baseline.ts';
import {
  activeDaysBefore,
  daysToSettle,
  isHabit,
  isKnownWell,
  knownDays,
  newsIn,
  surprise,
} from '../context/habits/familiarity.ts';
import { type Lesson, lessonOf } from '../context/habits/lesson.ts';
import type { Recent } from '../context/recent.ts';
import type { Network, RecordedContext } from '../context/recorded-context.ts';
import { isPersonByRecord, sightingOf } from '../context/sighting.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { dayOf } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { type Nature, natureOf } from './who/nature.ts';
import { type Yardstick, yardstickFor } from './yardstick.ts';

/** One use beside everything recorded about its credential: what every signal looks at. */
export interface Observation extends Yardstick {
  readonly use: CredentialUse;
  /** Null where the record names no place. */
  readonly network: Network | null;
  /** Days since 1970; only days before this one count as habit. */
  readonly day: number;
  readonly client: string;
  /** What a baseline would remember of it. */
  readonly lesson: Lesson;
  readonly nature: Nature;
  /** Habits of the person who took the role on, where they are known and the role's are not. On desk, tools and hours they replace its own. */
  readonly hands: Baseline | null;
  readonly context: RecordedContext;
  /**
   * What was done of late by one pair of hands: by the person at work, in whatever role, where it is known who that is; else with this
   * credential.
   */
  readonly story: Recent;
  readonly policy: Policy;
}

export function observe(
  use: CredentialUse,
  network: Network | null,
  context: RecordedContext,
  policy: Policy,
): Observation {
  return new Observed(use, network, context, policy);
}

class Observed implements Observation {
  readonly use: CredentialUse;
  readonly network: Network | null;
  readonly day: number;
  readonly client: string;
  readonly lesson: Lesson;
  readonly context: RecordedContext;
  readonly story: Recent;
  readonly habits: Baseline;
  readonly kin: Baseline | null;
  readonly activeDays: number;
  readonly isKnown: boolean;
  readonly policy: Policy;
  readonly hands: Baseline | null;
  #nature: Nature | null = null;

  constructor(use: CredentialUse, network: Network | null, context: RecordedContext, policy: Policy) {
    const { habits, kin, activeDays, isKnown } = yardstickFor(context, use.at, policy.thresholds.learningDays);
    this.use = use;
    this.network = network;
    this.day = dayOf(use.at);
    this.client = programOf(use).client;
    this.lesson = lessonOf(sightingOf(use, network, context.session));
    this.context = context;
    this.story = context.story ?? context.recent;
    this.habits = habits;
    this.kin = kin;
    this.activeDays = activeDays;
    this.isKnown = isKnown;
    this.policy = policy;
    this.hands = handsIn(context, this.day, policy.thresholds.learningDays);
  }

  /** Only worked out when a signal asks: most uses give a cue to none. */
  get nature(): Nature {
    this.#nature ??= natureOf(this);
    return this.#nature;
  }
}

/**
 * Those of whoever had the session made, or for a role that a person has not often taken on, those of the person in all their roles. Hands that
 * are hardly known yet do not count.
 */
function handsIn(context: RecordedContext, day: number, learningDays: number): Baseline | null {
  const { baseline, personBaseline } = context;
  const own = personBaseline === null || isKnownWell(baseline, day, learningDays) ? null : personBaseline;
  const hands = context.handsBaseline ?? own;
  return hands === null || activeDaysBefore(hands, day) < daysToSettle ? null : hands;
}

/** It has habits of its own, or of its user. Those of its kind tell what is usual, but a newcomer may well begin with something else. */
export function isSettled({ kin, isKnown }: Observation): boolean {
  return kin === null && isKnown;
}

/** Bits by which this value is news to the credential: 0 for a habit, about 8 for a first in two steady months. */
export function surpriseOf(observation: Observation, table: TableName, value: string): number {
  const { kin, hands } = observation;
  if (isOfHands(observation, table, value)) return 0;
  if (hands !== null && speaksOfHands(table)) return surprise(hands, table, value, observation.day);
  if (kin !== null) return surpriseBesideKin(observation, kin, table, value);
  const bits = surprise(observation.habits, table, value, observation.day);
  // The neighbours' habits say where the account is used from; what one credential of it does, they only suggest.
  return isBorrowed(observation) && table !== 'network' ? bits / 2 : bits;
}

/** Bits from which something is clearly news; what has fewer may well be the credential's own doing. */
export const clearNews = 3.5;

export function isClearNews(observation: Observation, table: TableName, value: string): boolean {
  return surpriseOf(observation, table, value) >= clearNews;
}

/** It wakes up without habits on record, so those of its account stand in. */
export function isBorrowed({ habits, context }: Observation): boolean {
  return habits === context.accountBaseline;
}

/**
 * People bring their desk and tools along into a role: what is usual for their own key, or for them in another role of Identity Center, is
 * no news in this session.
 */
function isOfHands({ context, day }: Observation, table: TableName, value: string): boolean {
  if (!ofHands.has(table)) return false;
  const { parentBaseline, handsBaseline, personBaseline } = context;
  const isAtHome = (baseline: Baseline) => isHabit(baseline, table, value, day);
  return (
    (parentBaseline !== undefined && isAtHome(parentBaseline)) ||
    (handsBaseline !== undefined && isAtHome(handsBaseline)) ||
    (personBaseline !== null && isAtHome(personBaseline))
  );
}

const ofHands: ReadonlySet<TableName> = new Set(['network', 'networkKind', 'country', 'address', 'client', 'system']);

/** Where, when and with what somebody works is a habit of the person; what is done in a role is a habit of the role. */
function speaksOfHands(table: TableName): boolean {
  return ofHands.has(table) || table === 'hours';
}

/** The tables of desk, tools and hours in which the hands have something new; as bits in the order of `tableNames`. */
export function newsOfHands({ hands, lesson, day }: Pick<Observation, 'hands' | 'lesson' | 'day'>): number {
  return hands === null ? 0 : newsIn(lesson, day, hands, null) & tablesOfHands;
}

const tablesOfHands = tableNames.reduce((bits, table, i) => (speaksOfHands(table) ? bits | (1 << i) : bits), 0);

/** The habits that speak of this table, and the days that they are made of. */
export function recordFor(
  observation: Observation,
  table: TableName,
): { readonly habits: Baseline; readonly days: number } {
  const { hands, habits, activeDays, day } = observation;
  if (hands === null || !speaksOfHands(table)) return { habits, days: activeDays };
  return { habits: hands, days: activeDaysBefore(hands, day) };
}

/** Its own habits tell how rare a change is; the habits of its kind are no change. */
function surpriseBesideKin({ habits, day }: Observation, kin: Baseline, table: TableName, value: string): number {
  if (isHabit(kin, table, value, day)) return 0;
  const bits = surprise(habits, table, value, day, 1);
  return ofPlaces.has(table) ? bits : bits / 2;
}

/** A newcomer may well do other work than the rest of its kind, but from the same places. */
const ofPlaces: ReadonlySet<TableName> = new Set(['network', 'networkKind', 'country']);

/** Trusted days on which the credential was seen with this value, or its kind where that stands in. */
export function trustedDays(observation: Observation, table: TableName, value: string): number {
  const { habits, kin, hands, day } = observation;
  if (isOfHands(observation, table, value)) return daysToSettle;
  if (hands !== null && speaksOfHands(table)) return knownDays(hands, table, value, day).trusted;
  const own = knownDays(habits, table, value, day).trusted;
  return kin === null ? own : Math.max(own, knownDays(kin, table, value, day).trusted);
}

export function isUsual(observation: Observation, table: TableName, value: string): boolean {
  return trustedDays(observation, table, value) >= daysToSettle;
}

/** How much of a first this value still is: 1 when never seen on a trusted day, 0 from three such days on. */
export function firstness(observation: Observation, table: TableName, value: string): number {
  return Math.max(0, 1 - trustedDays(observation, table, value) / daysToSettle);
}

/** Whether it is a habit of the account, and so of the neighbours. */
export function ordinaryInAccount(observation: Observation, table: TableName, value: string): boolean {
  const { accountBaseline } = observation.context;
  return accountBaseline !== null && isHabit(accountBaseline, table, value, observation.day);
}

/** Whether the account was watched for long enough to say what is usual in it. */
export function isOfKnownAccount({ context: { accountBaseline }, day, policy }: Observation): boolean {
  return accountBaseline !== null && activeDaysBefore(accountBaseline, day) >= policy.thresholds.learningDays;
}

/**
 * Whether a rented place is odd even without habits on record. People do switch VPNs on, and in the first week of a watch each of them does
 * so for the first time on record; only once the account is known is it clear what its people never do. Keys and machines do no such thing.
 */
export function isTelling(observation: Observation): boolean {
  const { use, context } = observation;
  return isOfKnownAccount(observation) || !isPersonByRecord(use, context.session);
}
