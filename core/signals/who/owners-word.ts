import { namesAction } from '../../context/declared/declared.ts';
import { lastStraws, type Tactic, tacticOf } from '../grave-actions.ts';
import type { Observation } from '../observation.ts';
import { isInItsPlace } from './at-home.ts';

/**
 * The owner declared the call, and it is made where the credential always is: then it is told of, but is no witness. That goes for
 * deletions, machines and looks around, and for an agent also for its tools: shells and ways in to machines. A pattern that happens to be
 * wide enough does not excuse letting somebody in, giving something away or leaving nobody watching.
 */
export function isByOwnersWord(observation: Observation): boolean {
  const { use, context } = observation;
  if (context.declared === null || !namesAction(context.declared, use)) return false;
  return isForOwnersWord(observation) && isInItsPlace(observation);
}

/** Whether the call is of a sort that the owner's word may excuse. */
export function isForOwnersWord({ use, nature }: Observation): boolean {
  const tactic = tacticOf(use);
  const isTool = nature === 'agent' && tactic === 'lateral-movement';
  if (tactic !== null && !heeded.has(tactic) && !isTool) return false;
  return !lastStraws.has(use.action) && use.target.blinding !== true;
}

const heeded: ReadonlySet<Tactic> = new Set<Tactic>(['impact', 'discovery', 'defence-impairment']);
