import { hour, type Instant } from '../model/instant.ts';
import { sortFew } from '../model/sort-few.ts';
import type { Group, Signal } from '../signals/signal.ts';
import type { Contribution, Score } from './assessment.ts';

/** What a group can contribute at most, in bits, however loud one of its signals is. Hard signals are not cut. */
const caps: Readonly<Record<Group, number>> = {
  context: 20,
  origin: 12,
  client: 5,
  scope: 6,
  action: 12,
  intent: 12,
  volume: 8,
  lifecycle: 6,
  identity: 12,
  standing: 20,
};

/** Hours in which evidence loses half its weight. */
const halfLife: Readonly<Record<Group, number>> = {
  context: 24,
  origin: 24,
  client: 24,
  scope: 24,
  action: 24,
  intent: 24,
  volume: 6,
  lifecycle: 24,
  identity: 24,
  standing: Number.POSITIVE_INFINITY,
};

/** Points of score to a bit. */
export const pointsPerBit = 5;

/**
 * The weight of all evidence at one instant: the strongest signal of each group, faded by its age, groups added up.
 * Evidence from after `at` does not count: a late look back sees what there was to see.
 */
export function score(signals: readonly Signal[], at: Instant): Score {
  if (signals.length === 0) return nothing;
  const contributions: Contribution[] = [];
  for (const signal of signals) {
    if (signal.at > at) continue;
    const { group } = signal;
    const bits = weightOf(signal, at);
    let place = 0;
    while (place < contributions.length && contributions[place]?.group !== group) place++;
    const known = contributions[place];
    if (known === undefined || bits > known.bits || (bits === known.bits && isFirst(signal, known.signal))) {
      contributions[place] = { group, bits, signal };
    }
  }
  sortFew(contributions, (a, b) => b.bits - a.bits || (a.group < b.group ? -1 : 1));
  let bits = 0;
  for (const contribution of contributions) bits += contribution.bits;
  return { value: Math.min(100, Math.round(pointsPerBit * bits)), bits, contributions };
}

const nothing: Score = { value: 0, bits: 0, contributions: [] };

/** A signal's bits as they count at `at`. */
export function weightOf(signal: Signal, at: Instant): number {
  const cap = signal.authority === 'hard' ? signal.bits : caps[signal.group];
  const bits = Math.min(cap, signal.bits);
  return at <= signal.lastAt ? bits : bits * 2 ** ((signal.lastAt - at) / hour / halfLife[signal.group]);
}

/** A total order, so that of two signals cut to the same weight always the same one speaks. */
function isFirst(a: Signal, b: Signal): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.bits !== b.bits) return a.bits > b.bits;
  return `${a.id} ${a.key} ${a.evidence}` < `${b.id} ${b.key} ${b.evidence}`;
}
