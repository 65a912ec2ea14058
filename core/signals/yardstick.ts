import type { Baseline } from '../context/habits/baseline.ts';
import { activeDaysBefore, isKnownWell } from '../context/habits/familiarity.ts';
import type { RecordedContext } from '../context/recorded-context.ts';
import { dayOf, type Instant } from '../model/instant.ts';
import { silenceOf } from './silence.ts';

/** What a credential is measured against. */
export interface Yardstick {
  /** The credential's own habits, or its user's while its own are young. */
  readonly habits: Baseline;
  /** The habits of its kind, while its own are young and those of its kind are not. */
  readonly kin: Baseline | null;
  /** Days of use on record before today, in the habits of its kind where they stand in. */
  readonly activeDays: number;
  /** Whether these are enough: see `isKnownWell`. */
  readonly isKnown: boolean;
}

/**
 * What others of its kind do stands in while a credential and its user are too young to have habits: what is usual among
 * them is no news, and what none of them ever showed is. Not where there is nobody to learn from.
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
