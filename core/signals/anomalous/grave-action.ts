import type { Tactic } from '../grave-actions.ts';
import { tacticOf } from '../grave-actions.ts';
import { firstness, type Observation, ordinaryInAccount, surpriseOf } from '../observation.ts';
import type { Authority, Basis, Finding, UseSignal } from '../signal.ts';
import { neverBefore } from '../words.ts';

interface GraveActionSpec {
  readonly id: string;
  readonly name: string;
  readonly tactic: Tactic;
  /** Bits for a first, before the surprise of it is added. */
  readonly base: number;
  readonly authority: Authority;
  readonly basis: Basis;
  readonly sentence: string;
  readonly attack: readonly string[];
  readonly falsePositives: readonly string[];
  /** Words for what was done, put before the history: `Tried to stop the trail org-trail`. */
  readonly deed: (observation: Observation) => string;
  /** Lets the circumstances change what a signal weighs and may do, e.g. for a call that concerns the caller alone. */
  readonly weigh?: (
    observation: Observation,
    bits: number,
  ) => { bits: number; authority?: Authority; basis?: Basis } | null;
}

/**
 * A signal about calls of one tactic: loud for the first, silent once the call is a habit. Attempts count like successes,
 * since a thief who was refused is a thief.
 */
export function graveAction(spec: GraveActionSpec): UseSignal {
  const { tactic, base, deed, weigh, ...described } = spec;
  return {
    judges: 'use',
    hears: ['tactic'],
    family: 'anomalous',
    group: 'action',
    ...described,
    judge(observation): Finding | null {
      const { use } = observation;
      if (tacticOf(use.action) !== tactic) return null;
      const bits = graveBits(observation, base);
      const weighed = weigh === undefined ? { bits } : weigh(observation, bits);
      if (weighed === null || weighed.bits <= 0) return null;
      return {
        ...weighed,
        key: use.action,
        evidence: `${deed(observation)}${use.denied ? ', and was refused' : ''}; ${neverBefore(observation.habitDays)}`,
      };
    },
  };
}

function graveBits(observation: Observation, base: number): number {
  const { action } = observation.use;
  const first = firstness(observation, 'action', action);
  if (first === 0) return 0;
  const bits = base * first + Math.min(3, surpriseOf(observation, 'action', action) / 2);
  return ordinaryInAccount(observation, 'action', action) ? bits * 0.7 : bits;
}

/** `arn:aws:…/prod-db` → `prod-db`, or the action's name where the call carries none. */
export function targetWords(observation: Observation): string {
  const { target } = observation.use;
  return target.principalName ?? target.resource ?? target.policyArn ?? '';
}
