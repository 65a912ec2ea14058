import { activeDaysBefore } from '../../context/habits/familiarity.ts';
import { openedBy } from '../../context/sighting.ts';
import { tracesOf } from '../../context/traces.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { ownKey } from '../../intake/what/target.ts';
import { hour } from '../../model/instant.ts';
import { firstness, isSettled, type Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';

export const lockedAway: UseSignal = {
  judges: 'use',
  hears: ['locked away'],
  id: 'S57',
  name: 'locked-away',
  family: 'anomalous',
  group: 'action',
  authority: 'pin',
  basis: 'fact',
  isDeed: true,
  sentence: 'Objects are encrypted with a key that the account does not hold: whoever has the key has the data.',
  attack: ['T1486'],
  falsePositives: [
    'An application starts to encrypt with its own keys.',
    'A backup is encrypted with a key of a vendor’s account.',
  ],
  judge(observation) {
    const { use, context, day } = observation;
    if (!isLockedAnew(observation)) return null;
    const objects = locked.count(context.recent, use.at, hour);
    // A ransom is no single object. To write over what lies there, or to lock whatever comes, is more than to write something new.
    const isHeavier = heavier.has(use.action);
    const many = objects >= (isHeavier ? aFew : aHandful);
    const bits = (isHeavier ? 5 : 3.5) + 2 * Math.log2(objects);
    const isOddForIt =
      isSettled(observation) || (isRansom(use) && activeDaysBefore(context.baseline, day) >= leastDays);
    return {
      bits: isHeavier && many ? mostBits : Math.min(mostBits, bits),
      key: use.target.lockedWith ?? '',
      evidence: `${deedWords(use, objects)} with ${keyWords(use.target.lockedWith)} (${use.action}), which it never did before`,
      authority: many && isOddForIt ? 'pin' : 'corroborate',
      basis: many ? 'fact' : 'habit',
    };
  },
};

/** Under the caller's own key: of another account's key somebody may know whose it is. */
function isRansom({ action, target }: CredentialUse): boolean {
  return action === 's3:CopyObject' && target.lockedWith === ownKey;
}

const wholeBucket = 's3:PutBucketEncryption';
const heavier = new Set(['s3:CopyObject', wholeBucket]);

function deedWords({ action, target }: CredentialUse, objects: number): string {
  const where = target.resource ?? 'a bucket';
  return action === wholeBucket
    ? `Everything written to ${where} from now on is encrypted`
    : `${countWords(objects)} of ${where} encrypted within an hour`;
}

function countWords(objects: number): string {
  if (objects >= mostCounted) return `At least ${mostCounted} objects`;
  return objects === 1 ? '1 object' : `${objects} objects`;
}

function keyWords(lockedWith: string | undefined): string {
  return lockedWith === ownKey ? 'a key that only the caller has' : `a key of account ${lockedWith}`;
}

const locked = tracesOf('locked');
const aHandful = 5;
const aFew = 3;
/** By then a program has done what it is for, and over what it wrote itself. */
const leastDays = 3;
const mostBits = 12;
/** More would only fill the memory. */
const mostCounted = 16;

/** Notes each object locked away apart, so that they can be counted however they arrive. */
export function noteLocked(observation: Observation): void {
  if (observation.use.target.lockedWith === undefined || !isLockedAnew(observation)) return;
  const { use, context } = observation;
  if (locked.count(context.recent, use.at, hour) < mostCounted) locked.note(context.recent, use.id, use.at);
}

function isLockedAnew(observation: Observation): boolean {
  const { use, context } = observation;
  const { lockedWith } = use.target;
  if (lockedWith === undefined || context.knownAccounts.has(lockedWith)) return false;
  return firstness(observation, 'resource', openedBy(use) ?? '') > 0;
}
