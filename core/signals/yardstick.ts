import type { Baseline } from '../context/habits/baseline.ts';
import { activeDaysBefore, isKnownWell } from '../context/habits/familiarity.ts';
import type { RecordedContext } from '../context/recorded-context.ts';
import { dayOf, type Instant } from '../model/instant.ts';
import { silenceOf } from './silence.ts';

/** What a credential is measured against. */
export interface Yardstick {
  /** The credential's own habits, or its user's while its own are young. */
  readonly habits: Baseline;
  /** The habits of its kind, which stand in while its own are young; else null. */
  readonly kin: Baseline | null;
  /** Days of use on record before today: its own, or those of its kind where they stand in. */
  readonly activeDays: number;
  /** Whether that is enough to know its habits by: see `isKnownWell`. */
  readonly isKnown: boolean;
}

/**
 * While a credential and its user are too young to have habits, those of its kind stand in, if enough is on record: what is usual among its
 * kind is no news, and what its kind never did is.
 */
export function yardstickFor(context: RecordedContext, at: Instant, learningDays: number): Yardstick {
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

/** A new credential starts from its user's habits; one that wakes up after a long silence from its account's. */
export function habitsFor(context: RecordedContext, at: Instant, learningDays: number): Baseline {
  const day = dayOf(at);
  if (isKnownWell(context.baseline, day, learningDays)) return context.baseline;
  const own = activeDaysBefore(context.baseline, day);
  const { principalBaseline, accountBaseline } = context;
  if (principalBaseline !== null && activeDaysBefore(principalBaseline, day) > own) return principalBaseline;
  return own === 0 && accountBaseline !== null && silenceOf(context, at) > 0 ? accountBaseline : context.baseline;
}
