import { handDriven, isAttackDistribution } from '../../context/client.ts';
import { isByHolder } from '../../context/sighting.ts';
import { isSettled, type Observation, surpriseOf, trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { isBuildersTool, isByPipeline } from '../who/builder.ts';
import { asDuty } from '../who/duty.ts';
import { isArmedBeside } from '../who/for-hire.ts';
import { isStrangeToPerson } from '../who/other-hands.ts';
import { isAmongPeople, isAtNewPlace, isCloudShell } from '../who/place.ts';
import { newsWords } from '../words.ts';
import { isCarriedAway, otherRuntime } from './other-runtime.ts';

export const newClient: UseSignal = {
  judges: 'use',
  hears: ['client'],
  id: 'S28',
  name: 'new-client',
  family: 'anomalous',
  group: 'client',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential is used by a program that is new to it.',
  attack: ['T1078.004'],
  falsePositives: [
    'A program is rewritten in another language.',
    'A person tries a new tool.',
    'A developer tries a service’s key on a laptop.',
  ],
  judge(observation) {
    const { client, use } = observation;
    if (!isByHolder(use)) return null;
    // S59 tells this fact already.
    if (observation.policy.signals[otherRuntime.id]?.enabled !== false && isCarriedAway(observation)) return null;
    // The console's own terminal is a page of the console, whatever program runs in it.
    if (isCloudShell(observation) && consoles.some((page) => trustedDays(observation, 'client', page) > 0)) return null;
    const bits = surpriseOf(observation, 'client', client);
    const attack = isAttackDistribution(client) && trustedDays(observation, 'client', client) === 0 ? 3 : 0;
    if (bits + attack <= 0) return null;
    return {
      ...(isBuildersTool(client) ? asDuty(observation, bits) : { bits: bits + attack }),
      key: client,
      evidence: newsWords(observation, 'client', client, `use by ${client}`),
      ...(isTakenInHand(observation) && { authority: 'pin' }),
      ...((isArmedBeside(observation) || isStrangeToPerson(observation)) && { basis: 'fact' }),
    };
  },
};

/**
 * A machine is driven by hand for the first time, from a place that is as new, and outside AWS. A release brings another program
 * and a move another place, but neither brings a person's program, nor a system made for breaking in.
 */
function isTakenInHand(observation: Observation): boolean {
  const { client, nature, network } = observation;
  if (nature === 'person' || !isSettled(observation) || network === null || network.aws || isCloudShell(observation))
    return false;
  const isByHand = isAttackDistribution(client) || (handDriven.includes(client) && !isOnRunner(observation));
  if (!isByHand || trustedDays(observation, 'client', client) > 0) return false;
  return trustedDays(observation, 'network', network.id) === 0 && isAtNewPlace(observation);
}

/** A runner runs whatever tool its job names. But none stands where people are, and a session carried off from one is seen at two places. */
function isOnRunner(observation: Observation): boolean {
  const { network, context } = observation;
  if (context.session?.parent?.federation?.kind !== 'oidc' || !isByPipeline(observation)) return false;
  return !isAmongPeople(observation) && context.session.places.every((place) => place.network.id === network?.id);
}

const consoles = ['browser', 'console'];
