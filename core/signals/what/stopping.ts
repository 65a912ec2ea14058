import { tracesOf } from '../../context/traces.ts';
import { hour } from '../../model/instant.ts';
import { tacticOf } from '../grave-actions.ts';
import type { Observation } from '../observation.ts';

/** Grave calls made for the first time. */
export const graveCalls = tracesOf('grave call');
/** Calls that only take something away, and from whom. */
const mildCalls = tracesOf('mild');
const stoppedOnes = tracesOf('stopped');

/** Remembers calls that only take something away, and from whom, so that the next one is seen beside them. */
export function noteMild({ use, story }: Observation): void {
  const { mild, principalName } = use.target;
  if (mild !== true || tacticOf(use) === 'credential-access') return;
  mildCalls.note(story, use.action, use.at);
  if (principalName !== null) stoppedOnes.note(story, principalName, use.at);
}

/** Several sorts of calls that only take something away, and no grave one: this is how somebody stops a thief, and they look around to do so. */
export function isStoppingSomebody({ use, story }: Observation): boolean {
  return mildCalls.count(story, use.at, hour) >= 2 && graveCalls.count(story, use.at, hour) === 0;
}

/** Shuts a further way in of somebody who has lost one already. Of two people at most: a thief locks everybody out. */
export function isShuttingOut(observation: Observation): boolean {
  const { use, story } = observation;
  const { principalName } = use.target;
  if (principalName === null || !waysInGone.test(use.action) || !isStoppingSomebody(observation)) return false;
  const stopped = stoppedOnes.until(story, use.at);
  return stopped.length <= 2 && stopped.some(([name]) => name === principalName);
}

const waysInGone = /^iam:Delete(?:AccessKey|LoginProfile|ServiceSpecificCredential|SigningCertificate|SSHPublicKey)$/;

/** The most bits for what is done to stop a thief: less than a witness. */
export const mostOfResponder = 3;
