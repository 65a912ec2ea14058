import { isAttackDistribution } from '../../context/client.ts';
import { isBorrowed, type Observation } from '../observation.ts';
import type { Finding } from '../signal.ts';
import { isOfDesks } from './desk.ts';
import { isForHire } from './for-hire.ts';

/**
 * Whether new work may be a person's new duty. People take on work in other services and Regions, and often get a new desk with it, so
 * only what is done there tells a thief from them. But no new desk is a place for hire, or a system made for breaking in.
 */
export function isNewDuty(observation: Observation): boolean {
  const { nature, client } = observation;
  return nature === 'person' && !isAttackDistribution(client) && !isForHire(observation);
}

/** Whether a person may be on the way home from work, or travelling: with their own tools, and on the kinds of network that people use. */
export function mayBeOnTheWay(observation: Observation): boolean {
  const { network } = observation;
  return network !== null && isOfDesks(network.kind) && isNewDuty(observation);
}

/**
 * What a new duty may explain is half the news, and no witness. Nor is what a credential does on waking up: it is judged by its neighbours'
 * habits, and they may never have done its work.
 */
export function asDuty(observation: Observation, bits: number): Pick<Finding, 'bits' | 'authority'> {
  if (isNewDuty(observation)) return { bits: bits / 2, authority: 'notify' };
  return { bits, authority: isBorrowed(observation) && !isForHire(observation) ? 'notify' : 'corroborate' };
}
