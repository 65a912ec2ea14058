import { handDriven, programOf } from '../context/client.ts';
import { type Baseline, type TableName, tableNames } from '../context/habits/baseline.ts';
import {
  activeDaysBefore,
  daysSilent,
  daysToSettle,
  isHabit,
  isKnownWell,
  knownDays,
  newsIn,
  settledBefore,
  surprise,
  valuesBefore,
} from '../context/habits/familiarity.ts';
import { type Lesson, lessonOf } from '../context/habits/lesson.ts';
import type { Recent } from '../context/recent.ts';
import type { Network, NetworkKind, RecordedContext } from '../context/recorded-context.ts';
import type { SessionRecord } from '../context/session-record.ts';
import { isPersonByRecord, sightingOf } from '../context/sighting.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { day as dayLength, dayOf, type Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { type Nature, natureOf } from './nature.ts';

/** What a credential is measured against. */
export interface Measure {
  /** The credential's own habits, or its user's while its own are young. */
  readonly habits: Baseline;
  /** The habits of its kind, while its own are young and those of its kind are not. */
  readonly kin: Baseline | null;
  /** Days of use on record before today, in the habits of its kind where they stand in. */
  readonly activeDays: number;
  /** Whether these are enough: see `isKnownWell`. */
  readonly isKnown: boolean;
}

/** One use beside everything recorded about its credential: what every signal looks at. */
export interface Observation extends Measure {
  readonly use: CredentialUse;
  /** Null where the record names no place. */
  readonly network: Network | null;
  /** Days since 1970; only days before this one count as habit. */
  readonly day: number;
  readonly client: string;
  /** What there is to remember of it, as baselines keep it. */
  readonly lesson: Lesson;
  readonly nature: Nature;
  /** Habits of the person who took the role on, where they are known: of desk, tools and hours they speak in place of the role's. */
  readonly hands: Baseline | null;
  readonly context: RecordedContext;
  /**
   * What one hand did within hours, one thing after the other: a person's under whatever role, as far as it is known who is at work, else the
   * credential's.
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
    const { habits, kin, activeDays, isKnown } = measureFor(context, use.at, policy.thresholds.learningDays);
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
    this.hands = handsIn(context, this.day);
  }

  /** Worked out when a signal asks: most uses give no cue to any. */
  get nature(): Nature {
    this.#nature ??= natureIn(this);
    return this.#nature;
  }
}

function natureIn({ use, day, client, context: { declared, baseline, session } }: Omit<Observation, 'nature'>): Nature {
  const nature = natureOf(
    use,
    declared,
    () => isSignedIn(session) || (!isStarted(session, baseline, day) && isDrivenByHand(baseline, day, client)),
  );
  return nature === 'machine' && isAgentByHabit(baseline, day) ? 'agent' : nature;
}

/** Companies sign their people in by SAML, and AWS by Identity Center; their machines have other ways. */
export function isSignedIn(session: SessionRecord | null): boolean {
  return session?.parent?.federation?.kind === 'saml' || session?.parent?.person !== undefined;
}

/** Whose desk is hardly known says little of another one, but the desks of others who take on the same role say nothing of it. */
function handsIn({ handsBaseline }: RecordedContext, day: number): Baseline | null {
  if (handsBaseline === undefined || activeDaysBefore(handsBaseline, day) < daysToSettle) return null;
  return handsBaseline;
}

/** What a service of AWS starts is a build or a job, though its script may be written with a tool for hands. */
function isStarted(session: SessionRecord | null, own: Baseline, day: number): boolean {
  const isService = (peer: string) => peer.endsWith('.amazonaws.com');
  if (session?.parent != null) return isService(session.parent.peer);
  return settledBefore(own, 'peer', day).some(isService);
}

/** By its own habit; whoever takes a credential over may drive it with anything. Only what has no habits yet is told by the day's program. */
function isDrivenByHand(own: Baseline, day: number, client: string): boolean {
  if (activeDaysBefore(own, day) < daysToSettle) return handDriven.includes(client);
  return handDriven.some((program) => isHabit(own, 'client', program, day));
}

/**
 * What runs models on most of its days chooses its own calls, whatever its owner calls it. Whoever asks one beside much other
 * work, by hand now and then, or from where people have their desks, is nobody's agent.
 */
function isAgentByHabit(own: Baseline, day: number): boolean {
  const asked = knownDays(own, 'service', 'bedrock', day).trusted;
  if (asked < daysToSettle || asked * 2 < activeDaysBefore(own, day)) return false;
  if (handDriven.some((program) => knownDays(own, 'client', program, day).ever)) return false;
  if (settledBefore(own, 'service', day).length > mostOfAgent) return false;
  return !worksAtDesk(own, day);
}

/** Networks that people's desks are in. */
const deskKinds: ReadonlySet<string> = new Set(['isp', 'corp', 'gateway', 'vpn'] satisfies NetworkKind[]);

/** Whether a day before saw it at such a place. */
export function wasAtDesk(own: Baseline, day: number): boolean {
  return valuesBefore(own, 'networkKind', day).some(isOfDesks);
}

/** Whether it is used to such a place: a key is tried where it was made. */
export function worksAtDesk(own: Baseline, day: number): boolean {
  return settledBefore(own, 'networkKind', day).some(isOfDesks);
}

export function isOfDesks(kind: string): boolean {
  return deskKinds.has(kind);
}

/** Services of an agent's tasks: whoever is at home in more of them is a person at work. */
const mostOfAgent = 6;

/** A new credential starts from its user's habits; one that wakes up after a long silence from its account's. */
export function habitsFor(context: RecordedContext, at: Instant, learningDays: number): Baseline {
  const day = dayOf(at);
  if (isKnownWell(context.baseline, day, learningDays)) return context.baseline;
  const own = activeDaysBefore(context.baseline, day);
  const { principalBaseline, accountBaseline } = context;
  if (principalBaseline !== null && activeDaysBefore(principalBaseline, day) > own) return principalBaseline;
  return own === 0 && accountBaseline !== null && silenceOf(context, at) > 0 ? accountBaseline : context.baseline;
}

/**
 * What others of its kind do stands in while a credential and its user are too young to have habits: what is usual among
 * them is no news, and what none of them ever showed is. Not where there is nobody to learn from.
 */
export function measureFor(context: RecordedContext, at: Instant, learningDays: number): Measure {
  const day = dayOf(at);
  const habits = habitsFor(context, at, learningDays);
  const own = {
    habits,
    kin: null,
    activeDays: activeDaysBefore(habits, day),
    isKnown: isKnownWell(habits, day, learningDays),
  };
  if (own.isKnown || context.kinBaseline === null) return own;
  const ofKin = activeDaysBefore(context.kinBaseline, day);
  if (ofKin < learningDays) return own;
  return { habits, kin: context.kinBaseline, activeDays: ofKin, isKnown: true };
}

/**
 * Days that a credential without a use on record is known to have been silent: by its owner's word, or since a use would have
 * been seen. 0 where that is not known, and for a few days, in which no account's habits say much. What wakes up is measured by those.
 */
export function silenceOf(context: RecordedContext, at: Instant): number {
  const { declared, inventoried, watchedSince } = context;
  const lastUsedAt = declared?.lastUsedAt ?? inventoried?.lastUsedAt ?? null;
  if (lastUsedAt !== null && lastUsedAt < at) return daysFrom(lastUsedAt, at);
  const createdAt = declared?.createdAt ?? inventoried?.createdAt ?? null;
  const unseen = watchedSince === null ? 0 : daysFrom(Math.max(createdAt ?? watchedSince, watchedSince), at);
  return unseen >= leastUnseen ? unseen : 0;
}

/** True on the day on which a key is used after a silence that no holiday explains. Roles wait for their people by design. */
export function isAwakening(observation: Observation): boolean {
  return observation.use.credential.kind === 'access-key' && longSilence(observation) !== null;
}

/** Days of a silence that no holiday explains and that ended today; null where there was none. */
export function longSilence({ context, use, day }: Observation): number | null {
  const own = daysSilent(context.baseline, day);
  const days = own > 0 ? own : silenceOf(context, use.at);
  return days >= (own > 0 ? leastSilence : leastUnseen) ? days : null;
}

/** Days; shorter silences are holidays. */
const leastSilence = 30;
/** For a credential that was never seen in use, all of the watch is the silence. */
const leastUnseen = 10;

function daysFrom(then: Instant, now: Instant): number {
  return Math.floor((now - then) / dayLength);
}

/** It has habits of its own, or of its user: what others of its kind do says what is usual, not what it may not start with. */
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
  // Neighbours' habits tell where an account is used from; what one of its credentials does, they only suggest.
  return isBorrowed(observation) && table !== 'network' ? bits / 2 : bits;
}

/** Bits from which something is clearly news: less may well be the credential's own doing. */
export const clearNews = 3.5;

export function isClearNews(observation: Observation, table: TableName, value: string): boolean {
  return surpriseOf(observation, table, value) >= clearNews;
}

/** It wakes up with no habits on record, so that those of its account stand in. */
export function isBorrowed({ habits, context }: Observation): boolean {
  return habits === context.accountBaseline;
}

/**
 * Whoever takes on a role brings desk and tools along: where their own key is at home, or whatever else Identity Center lets them
 * be, is no new place for their session.
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

/** Where and when somebody works, and with what, is their own; what is done in a role is the role's. */
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

/** Its own record says how much changes with it; its kind's, what is no change at all. */
function surpriseBesideKin({ habits, day }: Observation, kin: Baseline, table: TableName, value: string): number {
  if (isHabit(kin, table, value, day)) return 0;
  const bits = surprise(habits, table, value, day, 1);
  return ofPlaces.has(table) ? bits : bits / 2;
}

/** A newcomer may well do other work than the rest of its kind; places it shares with them. */
const ofPlaces: ReadonlySet<TableName> = new Set(['network', 'networkKind', 'country']);

/** Trusted days on which the credential was seen with this value, or its kind where that stands in. */
export function trustedDays(observation: Observation, table: TableName, value: string): number {
  const { habits, kin, hands, day } = observation;
  if (isOfHands(observation, table, value)) return daysToSettle;
  if (hands !== null && speaksOfHands(table)) return knownDays(hands, table, value, day).trusted;
  const own = knownDays(habits, table, value, day).trusted;
  return kin === null ? own : Math.max(own, knownDays(kin, table, value, day).trusted);
}

/** A habit by trusted days. */
export function isUsual(observation: Observation, table: TableName, value: string): boolean {
  return trustedDays(observation, table, value) >= daysToSettle;
}

/** How much of a first this value still is: 1 when never seen on a trusted day, 0 from three such days on. */
export function firstness(observation: Observation, table: TableName, value: string): number {
  return Math.max(0, 1 - trustedDays(observation, table, value) / daysToSettle);
}

/** True when the neighbours in the account are established with this value. */
export function ordinaryInAccount(observation: Observation, table: TableName, value: string): boolean {
  const { accountBaseline } = observation.context;
  return accountBaseline !== null && isHabit(accountBaseline, table, value, observation.day);
}

/** An account that was not watched for long enough does not say what is usual in it. */
export function isOfKnownAccount({ context: { accountBaseline }, day, policy }: Observation): boolean {
  return accountBaseline !== null && activeDaysBefore(accountBaseline, day) >= policy.thresholds.learningDays;
}

/**
 * Whether it takes no habits to see that a rented place is not this one's own. People switch VPNs on, which the first week of a watch shows of
 * each of them for the first time; what an account's people never do is known once the account is. Keys and machines have no such habit.
 */
export function isTelling(observation: Observation): boolean {
  const { use, context } = observation;
  return isOfKnownAccount(observation) || !isPersonByRecord(use, context.session);
}

/**
 * Bits from which something says who is at work, beside a deed: more than an hour of the day can weigh, so that no night's work is
 * taken for a thief's.
 */
export const whoBesideDeed = 2.5;
