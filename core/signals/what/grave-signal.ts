import { isGrave, type Tactic, tacticOf } from '../grave-actions.ts';
import { firstness, isClearNews, type Observation, ordinaryInAccount, surpriseOf } from '../observation.ts';
import type { Described, Finding, UseSignal, Weighed } from '../signal.ts';
import { isForHire, isRented } from '../who/for-hire.ts';
import { isInOtherHandsWhileYoung } from '../who/other-hands.ts';
import { isByOwnersWord } from '../who/owners-word.ts';
import { isAtNewPlace } from '../who/place.ts';
import { neverBefore, seenBefore } from '../words.ts';

interface GraveSignalSpec extends Omit<Described, 'family' | 'group' | 'isDeed'> {
  readonly tactic: Tactic;
  /** Bits for a first such call, to which its surprise is added. */
  readonly base: number;
  /** Words for what was done, before those for the history: `Tried to stop the trail org-trail`. */
  readonly deed: (observation: Observation) => string;
  /** Lets circumstances change what the signal weighs and may do, for example where a call concerns only the caller. */
  readonly weigh?: Weigh;
}

export type Weigh = (observation: Observation, bits: number) => Weighed | null;

/**
 * A signal about calls of one tactic: loud for the first, silent once the call is a habit. Attempts count like successes,
 * since a thief who was refused is a thief.
 */
export function graveSignal(spec: GraveSignalSpec): UseSignal {
  const { tactic, base, deed, weigh, ...described } = spec;
  return {
    judges: 'use',
    hears: ['tactic'],
    family: 'anomalous',
    group: 'action',
    ...(tactic !== 'discovery' && { isDeed: true }),
    ...described,
    judge(observation): Finding | null {
      const { use } = observation;
      if (tacticOf(use) !== tactic) return null;
      const bits = graveBits(observation, base);
      const weighed = weighedBy(observation, bits, weigh);
      if (weighed === null || weighed.bits <= 0) return null;
      const isUsual = firstness(observation, 'action', use.action) === 0;
      const before = isUsual
        ? 'its usual call'
        : (seenBefore(observation, 'action', use.action) ?? neverBefore(observation));
      return {
        // In other hands by bare facts, so that it is odd even without habits on record.
        ...(isInOtherHandsWhileYoung(observation) && isGrave(use) && { basis: 'fact' }),
        ...weighed,
        key: use.action,
        evidence: `${deed(observation)}${use.denied ? ' (refused)' : ''}; ${before}`,
      };
    },
  };
}

/** A call that gives nobody anything is no witness, however grave others of its kind are. */
function weighedBy(observation: Observation, bits: number, weigh: Weigh | undefined) {
  if (observation.use.target.mild === true) {
    return { bits: Math.min(bits, 3), authority: isForHire(observation) ? 'corroborate' : 'notify' } as const;
  }
  const weighed = weigh === undefined ? { bits } : weigh(observation, bits);
  return weighed !== null && isByOwnersWord(observation) ? { ...weighed, authority: 'notify' as const } : weighed;
}

function graveBits(observation: Observation, base: number): number {
  const { use } = observation;
  const { action } = use;
  const first = firstness(observation, 'action', action);
  if (first === 0) return isGrave(use) && inStrangeHands(observation) ? 0.8 * base : 0;
  const bits = base * first + Math.min(3, surpriseOf(observation, 'action', action) / 2);
  return ordinaryInAccount(observation, 'action', action) ? bits * 0.7 : bits;
}

/**
 * Another place and another program at once: the grave call is a habit, but it does not seem to be made by the one who has that habit.
 * People do change both on one day, though not to somebody's rented server.
 */
function inStrangeHands(observation: Observation): boolean {
  const { network, nature, client } = observation;
  if (network === null || (nature === 'person' && !isRented(network))) return false;
  return isAtNewPlace(observation) && isClearNews(observation, 'client', client);
}

/** The name of whom or what the call is about; empty where it carries none. */
export function targetWords(observation: Observation): string {
  const { target } = observation.use;
  return target.principalName ?? target.resource ?? target.policyArn ?? '';
}
