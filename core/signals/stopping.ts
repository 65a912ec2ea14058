import { countRecent, noteRecent, recentCalled } from '../context/recent.ts';
import { hour } from '../model/instant.ts';
import { tacticOf } from './grave-actions.ts';
import type { Observation } from './observation.ts';

/** Things of this name in `Recent` are grave calls made for the first time. */
export const graveCallPrefix = 'grave call ';

/** Remembers what takes something away, and from whom, so that the next is seen beside it. */
export function noteMild({ use, story }: Observation): void {
  const { mild, principalName } = use.target;
  if (mild !== true || tacticOf(use) === 'credential-access') return;
  noteRecent(story, mildPrefix + use.action, use.at);
  if (principalName !== null) noteRecent(story, stoppedPrefix + principalName, use.at);
}

/** Calls of several sorts that take something away, and nothing grave that gives: whoever stops a thief looks for what to stop. */
export function isStoppingSomebody({ use, story }: Observation): boolean {
  const of = (prefix: string) => countRecent(story, prefix, use.at, hour);
  return of(mildPrefix) >= 2 && of(graveCallPrefix) === 0;
}

/** What is left of somebody's ways in, after others of theirs were shut: of one or two, since a thief locks everybody out. */
export function isShuttingOut(observation: Observation): boolean {
  const { use, story } = observation;
  const { principalName } = use.target;
  if (principalName === null || !waysInGone.test(use.action) || !isStoppingSomebody(observation)) return false;
  const stopped = recentCalled(story, stoppedPrefix, use.at);
  return stopped.length <= 2 && stopped.some(([name]) => name === principalName);
}

const waysInGone = /^iam:Delete(?:AccessKey|LoginProfile|ServiceSpecificCredential|SigningCertificate|SSHPublicKey)$/;

/** Bits that a deed of whoever stops a thief has at most: less than a witness. */
export const mostOfResponder = 3;

const mildPrefix = 'mild ';
const stoppedPrefix = 'stopped ';
