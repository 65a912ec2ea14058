import { fingerprint } from '../../context/habits/fingerprint.ts';
import { type Traces, tracesOf } from '../../context/traces.ts';
import { subjectOf } from '../../model/credential.ts';
import { day } from '../../model/instant.ts';
import { type Observation, trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { wasTaken } from '../what/steps.ts';
import { isAtHome } from '../who/at-home.ts';
import { isBuilder } from '../who/builder.ts';
import { asDuty } from '../who/duty.ts';
import { isInOtherHandsWhileYoung } from '../who/other-hands.ts';
import { isByOwnersWord } from '../who/owners-word.ts';
import { daysOnRecord } from '../words.ts';

export const serviceSprawl: UseSignal = {
  judges: 'use',
  hears: ['service'],
  id: 'S46',
  name: 'service-sprawl',
  family: 'anomalous',
  group: 'intent',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'Within a day, the credential tries one service after another that it never called before.',
  attack: ['T1526', 'T1580'],
  falsePositives: ['An inventory tool is pointed at an old credential.', 'A person explores an account.'],
  judge(observation) {
    const { use, story, nature, activeDays } = observation;
    if (activeDays < 3 || !isFirstService(observation)) return null;
    const services = newServicesOf(observation).count(story, use.at, day);
    if (services < 3) return null;
    const bits = Math.min(8, 2 * (services - 2));
    const astray = nature !== 'person' && services >= 5 && !(isAtHome(observation) && isErrand(observation));
    return {
      ...(services <= mostOfDuties ? asDuty(observation, bits) : { bits }),
      key: 'services',
      evidence: `${services} services within a day that it did not call in ${daysOnRecord(observation)}; the last was ${use.service}`,
      ...(astray && { authority: 'pin' }),
      // A beginner has one thing after another to try, and a VPN to switch on, but does not go over to a rented server.
      ...(services >= mostOfDuties && isAtServer(observation) && { basis: 'fact' }),
    };
  },
};

function isAtServer(observation: Observation): boolean {
  return observation.network?.kind !== 'vpn' && isInOtherHandsWhileYoung(observation);
}

/**
 * Its own program at its own place may touch all that there is to build, or do what it was given all the rights to: a job of the end of the
 * quarter. One that feels its way is refused somewhere.
 */
function isErrand(observation: Observation): boolean {
  const { use, story } = observation;
  return isBuilder(observation) || !(use.denied || wasTaken(story, 'refusal', use.at));
}

/** Services that a person's new duties may well bring in one day. */
const mostOfDuties = 5;

/** Each role apart, since what is new to one of them is another's daily work: to go round many customers is to explore none of them. */
function newServicesOf({ use }: Observation): Traces {
  return newServices.of(`${fingerprint(subjectOf(use.credential))}`);
}

const newServices = tracesOf('service');

export function noteNewService(observation: Observation): void {
  const { use, story } = observation;
  if (isFirstService(observation)) newServicesOf(observation).note(story, use.service, use.at);
}

function isFirstService(observation: Observation): boolean {
  const { service } = observation.use;
  return service !== 'sts' && trustedDays(observation, 'service', service) === 0 && !isByOwnersWord(observation);
}
