import { isAttackDistribution } from '../context/client.ts';
import { isOfDesks } from './desk.ts';
import { isForHire } from './for-hire.ts';
import { isBorrowed, type Observation } from './observation.ts';
import type { Finding } from './signal.ts';

/**
 * People take on other work, in other services and regions, and a new desk often comes with it. What tells a thief from them is
 * what is asked for and done there; but nobody's new desk is a place for hire, or a system made for breaking in.
 */
export function isNewDuty(observation: Observation): boolean {
  const { nature, client } = observation;
  return nature === 'person' && !isAttackDistribution(client) && !isForHire(observation);
}

/** People go home from work, and on journeys, with what they have and by lines that people have; machines stay where they are. */
export function mayBeOnTheWay(observation: Observation): boolean {
  const { network } = observation;
  return network !== null && isOfDesks(network.kind) && isNewDuty(observation);
}

/** What new duties bring is half the news, and no witness. Nor is what the neighbours of a sleeper never did: it may be its own work. */
export function asDuty(observation: Observation, bits: number): Pick<Finding, 'bits' | 'authority'> {
  if (isNewDuty(observation)) return { bits: bits / 2, authority: 'notify' };
  return { bits, authority: isBorrowed(observation) && !isForHire(observation) ? 'notify' : 'corroborate' };
}
