import { clientOf } from '../context/client.ts';
import { activeDaysBefore, knownDays, surprise } from '../context/familiarity.ts';
import type { Baseline, TableName } from '../context/baseline.ts';
import type { Network, RecordedContext } from '../context/recorded-context.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { dayOf } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { natureOf, type Nature } from './nature.ts';

/** One use beside everything recorded about its credential: what every signal looks at. */
export interface Observation {
  readonly use: CredentialUse;
  /** Null where the record names no place. */
  readonly network: Network | null;
  /** Days since 1970; only days before this one count as habit. */
  readonly day: number;
  readonly client: string;
  readonly nature: Nature;
  readonly context: RecordedContext;
  /** The habits that this use is measured against: the credential's own, or its user's while its own are young. */
  readonly habits: Baseline;
  /** Days of use on record in `habits` before today. */
  readonly habitDays: number;
  readonly policy: Policy;
}

export function observe(
  use: CredentialUse,
  network: Network | null,
  context: RecordedContext,
  policy: Policy,
): Observation {
  const day = dayOf(use.at);
  const habits = habitsFor(context, day, policy.thresholds.learningDays);
  const client = clientOf(use.userAgent);
  return {
    use,
    network,
    day,
    client,
    nature: natureOf(use, context.declared, client),
    context,
    habits,
    habitDays: activeDaysBefore(habits, day),
    policy,
  };
}

function habitsFor(context: RecordedContext, day: number, learningDays: number): Baseline {
  const own = activeDaysBefore(context.baseline, day);
  if (own >= learningDays || context.principalBaseline === null) return context.baseline;
  return activeDaysBefore(context.principalBaseline, day) > own ? context.principalBaseline : context.baseline;
}

/** Bits by which this value is news to the credential: 0 for a habit, about 8 for a first in two steady months. */
export function surpriseOf(observation: Observation, table: TableName, value: string): number {
  return surprise(observation.habits, table, value, observation.day);
}

/** Trusted days on which the credential was seen with this value. */
export function trustedDays(observation: Observation, table: TableName, value: string): number {
  return knownDays(observation.habits, table, value, observation.day).trusted;
}

/** How much of a first this value still is: 1 when never seen on a trusted day, 0 from three such days on. */
export function firstness(observation: Observation, table: TableName, value: string): number {
  return Math.max(0, 1 - trustedDays(observation, table, value) / daysToSettle);
}

/** True when the neighbours in the account are established with this value. */
export function ordinaryInAccount(observation: Observation, table: TableName, value: string): boolean {
  const { accountBaseline } = observation.context;
  return accountBaseline !== null && knownDays(accountBaseline, table, value, observation.day).trusted >= daysToSettle;
}

/** Trusted days after which a value is a habit. */
export const daysToSettle = 3;
