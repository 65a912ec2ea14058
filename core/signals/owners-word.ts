import { namesAction } from '../context/declared.ts';
import { isInItsPlace } from './at-home.ts';
import { lastStraws, type Tactic, tacticOf } from './grave-actions.ts';
import type { Observation } from './observation.ts';

/**
 * What its owner wrote down that it does, where it always is, is told, and no witness: deletions, machines and looks around, and of an agent, whose tools
 * they are, shells and doors on machines. What lets somebody in, gives something away or leaves nobody watching takes more than a pattern that is wide enough.
 */
export function isByOwnersWord(observation: Observation): boolean {
  const { use, context } = observation;
  if (context.declared === null || !namesAction(context.declared, use)) return false;
  return isForOwnersWord(observation) && isInItsPlace(observation);
}

/** Whether it is of what an owner’s word answers for. */
export function isForOwnersWord({ use, nature }: Observation): boolean {
  const tactic = tacticOf(use);
  const isTool = nature === 'agent' && tactic === 'lateral-movement';
  if (tactic !== null && !heeded.has(tactic) && !isTool) return false;
  return !lastStraws.has(use.action) && use.target.blinding !== true;
}

const heeded: ReadonlySet<Tactic> = new Set<Tactic>(['impact', 'discovery', 'defence-impairment']);
