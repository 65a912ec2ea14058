import { day, dayOf, type Instant } from '../model/instant.ts';
import { iamPrefixOf } from './declared/declared.ts';
import { knownActions, spelled } from './grants/actions/known-actions.ts';
import { weekOf } from './habits/advance.ts';
import { type Baseline, capacity } from './habits/baseline.ts';
import { hasDay, windowDays } from './habits/days.ts';
import { fingerprint, isShortened } from './habits/fingerprint.ts';

/** What sweeps saw of one credential's uses, of which AWS keeps the last alone. */
export interface SeenUse {
  readonly firstSwept: Instant;
  readonly swept: Instant;
  readonly lastUsed: Instant;
  /** Longest time that it was certainly idle and was used again after. */
  readonly gapDays: number;
}

/** A credential's use as it is on record, whoever recorded it. */
export interface UseRecord {
  readonly lastUsedAt: Instant | null;
  readonly longestGapDays: number | null;
  /** `s3:GetObject`, any case. */
  readonly usedActions: readonly string[];
  /** Days between the first and the last on record. */
  readonly observedDays: number;
  /** Absent where nobody held its uses against its habits. */
  readonly inContext?: InContext;
}

/** Its uses on days without doubt: a thief's keep nothing alive. */
export interface InContext {
  /** Null where there is none in the window of days that is kept. */
  readonly lastAt: Instant | null;
  /** Uses up to then were held against its habits. */
  readonly judgedUntil: Instant;
}

/**
 * A row of sweeps makes a habit of last uses: a credential that had lain idle until the last sweep and was used since is one
 * that comes back, and at least so long a pause is its habit. Of the time between two sweeps nothing is known but the last
 * use, so only what lay idle until the first counts. `before` null: no sweep saw it in use yet.
 */
export function seenAgain(before: SeenUse | null, lastUsed: Instant, now: Instant): SeenUse {
  if (before === null) return { firstSwept: now, swept: now, lastUsed, gapDays: 0 };
  // An interrupted sweep comes by twice with one clock.
  if (before.swept >= now) return before;
  const idle = lastUsed > before.swept ? (before.swept - before.lastUsed) / day : 0;
  return {
    firstSwept: before.firstSwept,
    swept: now,
    lastUsed: Math.max(before.lastUsed, lastUsed),
    gapDays: Math.max(before.gapDays, idle),
  };
}

/** What earlier sweeps tell of it, and a use that is seen now; null where none of them was before `now`. */
export function recordOfSweeps(seen: SeenUse | null, lastUsed: Instant | null, now: Instant): UseRecord | null {
  if (seen === null || seen.swept >= now) return null;
  const latest = lastUsed ?? seen.lastUsed;
  const { gapDays } = seenAgain(seen, latest, now);
  return {
    lastUsedAt: latest,
    longestGapDays: gapDays === 0 ? null : gapDays,
    usedActions: [],
    observedDays: Math.floor((now - seen.firstSwept) / day),
  };
}

/** What was learned from its own uses: days for the window that is kept of them, and weeks beyond it. Null for nothing. */
export function recordOfBaseline(baseline: Baseline): UseRecord | null {
  const { firstAt, lastAt, lastDay, activeDays, activeWeeks, tables } = baseline;
  if (!Number.isFinite(firstAt)) return null;
  const lastWeek = weekOf(lastDay);
  const days = gapsIn((back) => hasDay(activeDays, lastDay - back));
  // Two weeks in a row may hold a pause of one day; so may three of which the middle is empty hold eight.
  const weeks = gapsIn((back) => hasDay(activeWeeks, lastWeek - back)).map((gap) => 7 * (gap - 1) + 1);
  const longest = Math.max(0, ...days, ...weeks.filter((gap) => gap > 1));
  return {
    lastUsedAt: lastAt,
    longestGapDays: longest === 0 ? null : longest,
    usedActions: actionsIn(tables),
    observedDays: dayOf(lastAt) - dayOf(firstAt) + 1,
    inContext: { lastAt: lastInContext(baseline), judgedUntil: lastAt },
  };
}

/** To the day, but for a last use that was in context itself. */
function lastInContext({ lastAt, lastDay, activeDays, suspectDays }: Baseline): Instant | null {
  for (let past = lastDay; past > lastDay - windowDays; past--) {
    if (hasDay(activeDays, past) && !hasDay(suspectDays, past)) return Math.min(lastAt, (past + 1) * day - 1);
  }
  return null;
}

/**
 * The last use that nothing was held against. One of a later day than those that were judged counts as it is: what cannot be
 * seen ends nothing.
 */
export function lastUseInContext(lastUsedAt: Instant, inContext: InContext | undefined): Instant | null {
  if (inContext === undefined || dayOf(lastUsedAt) > dayOf(inContext.judgedUntil)) return lastUsedAt;
  return inContext.lastAt;
}

/**
 * A baseline keeps actions by their prints: those of the services that it knows are tried one by one. Empty where the table is
 * full: what was forgotten must not pass for unused.
 */
function actionsIn({ action, service }: Baseline['tables']): readonly string[] {
  if (action.entries.size >= capacity.action) return [];
  const services = [...service.entries.keys()].map(String).filter((name) => !isShortened(name));
  return services.flatMap((name) => {
    const known = (knownActions().get(iamPrefixOf(name)) ?? []).map((one) => spelled(one.action));
    // CloudTrail names the service its own way, and the call as IAM spells it, but for a few.
    return known
      .map((one) => `${name}:${one.slice(one.indexOf(':') + 1)}`)
      .filter((one) => action.entries.has(fingerprint(one)));
  });
}

/** Between what is there, one after the other, in steps back from the last. */
function gapsIn(isThere: (back: number) => boolean): number[] {
  const there = Array.from({ length: windowDays }, (_, back) => back).filter(isThere);
  return there.slice(1).map((back, at) => back - (there[at] ?? back));
}

/** Two records of one habit: what either saw was there. */
export function joinedRecord(a: UseRecord | null, b: UseRecord | null): UseRecord | null {
  if (a === null || b === null) return a ?? b;
  return {
    lastUsedAt: Math.max(a.lastUsedAt ?? 0, b.lastUsedAt ?? 0) || null,
    longestGapDays: Math.max(a.longestGapDays ?? 0, b.longestGapDays ?? 0) || null,
    usedActions: [...new Set([...a.usedActions, ...b.usedActions])],
    observedDays: Math.max(a.observedDays, b.observedDays),
    ...inContextOf(a.inContext, b.inContext),
  };
}

function inContextOf(a: InContext | undefined, b: InContext | undefined): Pick<UseRecord, 'inContext'> {
  if (a === undefined || b === undefined) {
    const one = a ?? b;
    return one === undefined ? {} : { inContext: one };
  }
  const lastAt = Math.max(a.lastAt ?? 0, b.lastAt ?? 0) || null;
  return { inContext: { lastAt, judgedUntil: Math.max(a.judgedUntil, b.judgedUntil) } };
}
