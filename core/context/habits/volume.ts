import { hour, type Instant } from '../../model/instant.ts';
import { isInWindow } from './advance.ts';
import { type Baseline, emptyHour, type OpenHour, openHoursKept } from './baseline.ts';
import { hasDay, windowDays } from './days.ts';
import { addToFew, addToMany, clearFew, clearMany, countFew, countMany } from './sketch.ts';

/** Distinct ones within one hour, estimated. */
export interface Counts {
  events: number;
  actions: number;
  denied: number;
}

/** Steps of the stored scale to a doubling. */
const octave = 8;

/**
 * Counts a use into its hour, unless three later hours are already open. The worst hour of the day follows only what
 * may teach. True when a worst hour doubled: lesser growth is not worth a write.
 */
export function countUse(
  baseline: Baseline,
  at: Instant,
  event: number,
  action: number,
  denied: boolean,
  teaches: boolean,
): boolean {
  const open = openHourAt(baseline, Math.floor(at / hour));
  if (open === null) return false;
  const moreEvents = addToMany(open.events, event);
  const moreActions = addToFew(open.actions, action);
  const moreDenied = denied && addToFew(open.denied, action);
  if (!teaches) return false;
  const day = Math.floor(open.hour / 24);
  if (!isInWindow(baseline, day)) return false;
  const { worst } = baseline.volume;
  const place = 3 * (day & 63);
  const events = moreEvents && raiseOne(worst, place, countMany(open.events));
  const actions = moreActions && raiseOne(worst, place + 1, countFew(open.actions));
  const refused = moreDenied && raiseOne(worst, place + 2, countFew(open.denied));
  return events || actions || refused;
}

/** The hour's counts so far. All zero for hours that are no longer open. */
export function countsInHour(baseline: Baseline, at: Instant): Counts {
  const wanted = Math.floor(at / hour);
  for (const open of baseline.volume.openHours) if (open.hour === wanted) return countsOf(open);
  return { events: 0, actions: 0, denied: 0 };
}

/** False for what any hour may have, whatever came before. */
export function isBusyHour(baseline: Baseline, at: Instant): boolean {
  const { events, actions } = countsInHour(baseline, at);
  return events > ordinaryHour.events || actions > ordinaryHour.actions;
}

/** So few are no news in any hour. */
export const ordinaryHour = { events: 20, actions: 4 } as const;

/** The worst hour on record before `day`, each count by itself. Days with a suspect use set no standard. */
export function worstBefore(baseline: Baseline, day: number): Counts {
  const worst = storedWorstBefore(baseline, day);
  // Hours merged from several workers are known better than the worst hour that each saw alone.
  for (const open of baseline.volume.openHours) {
    const openDay = Math.floor(open.hour / 24);
    if (openDay < day && isInWindow(baseline, openDay) && !hasDay(baseline.suspectDays, openDay)) {
      raise(worst, countsOf(open));
    }
  }
  return worst;
}

function storedWorstBefore({ lastDay, suspectDays, volume }: Baseline, day: number): Counts {
  const last = Math.min(day - 1, lastDay);
  let events = 0;
  let actions = 0;
  let denied = 0;
  for (let past = lastDay - windowDays + 1; past <= last; past++) {
    if (hasDay(suspectDays, past)) continue;
    const at = 3 * (past & 63);
    events = Math.max(events, volume.worst[at] ?? 0);
    actions = Math.max(actions, volume.worst[at + 1] ?? 0);
    denied = Math.max(denied, volume.worst[at + 2] ?? 0);
  }
  return { events: unscaled(events), actions: unscaled(actions), denied: unscaled(denied) };
}

/**
 * Bits of evidence in `n` things in an hour where the worst hour had `worst`: Poisson likelihood ratio against
 * three times the worst plus `floor`, with a penalty for the fitted rate, divided by `s` because real traffic is burstier.
 */
export function excess(n: number, worst: number, floor: number, s: number, cap: number): number {
  const expected = 3 * worst + floor;
  if (n <= expected) return 0;
  const bits = n * Math.log2(n / expected) - (n - expected) * Math.LOG2E - 0.5 * Math.log2(n + 1) - 1;
  return Math.min(cap, Math.max(0, bits / s));
}

/** Opens the hour if need be, closing the earliest; null when the hour is already closed. */
export function openHourAt(baseline: Baseline, wanted: number): OpenHour | null {
  const { openHours } = baseline.volume;
  let place = 0;
  for (; place < openHours.length; place++) {
    const open = openHours[place];
    if (open === undefined || open.hour < wanted) break;
    if (open.hour === wanted) return open;
  }
  if (place >= openHoursKept) return null;
  // What is closed lends its room: most credentials open an hour for every other use.
  const opened = openHours.length < openHoursKept ? emptyHour(wanted) : reopened(openHours.pop(), wanted);
  openHours.splice(place, 0, opened);
  return opened;
}

function reopened(closed: OpenHour | undefined, wanted: number): OpenHour {
  if (closed === undefined) return emptyHour(wanted);
  clearMany(closed.events);
  clearFew(closed.actions);
  clearFew(closed.denied);
  closed.hour = wanted;
  return closed;
}

function raiseOne(worst: Uint8Array, at: number, count: number): boolean {
  const before = worst[at] ?? 0;
  const after = scaled(count);
  if (after <= before) return false;
  worst[at] = after;
  return Math.floor(after / octave) > Math.floor(before / octave);
}

function scaled(count: number): number {
  return lowScaled[count] ?? scaleOf(count);
}

function scaleOf(count: number): number {
  return Math.min(255, Math.round(octave * Math.log2(count + 1)));
}

/** Most hours have no more than so many of anything. */
const lowScaled = Array.from({ length: 128 }, (_, count) => scaleOf(count));

function unscaled(stored: number): number {
  return Math.round(2 ** (stored / octave) - 1);
}

function countsOf(open: OpenHour): Counts {
  return { events: countMany(open.events), actions: countFew(open.actions), denied: countFew(open.denied) };
}

function raise(worst: Counts, counts: Counts): void {
  worst.events = Math.max(worst.events, counts.events);
  worst.actions = Math.max(worst.actions, counts.actions);
  worst.denied = Math.max(worst.denied, counts.denied);
}
