import { tracesOf } from '../../context/traces.ts';
import { day } from '../../model/instant.ts';
import { strangeness, strangersOf } from '../anomalous/share-outside.ts';
import type { Observation } from '../observation.ts';
import { isForVendor, isStrangersDoor } from './door.ts';
import { giftOf, policyOf } from './given.ts';

/** An account outside was let in to a role. What it is given there tells whether it is a vendor: vendors work on one thing. */

/** Roles that an account outside was let in to. */
const doors = tracesOf('door');
/** Those of them that were made for a vendor, each behind its account. */
const vendorDoors = tracesOf('vendor');
/** What vendors were given through whichever role, each vendor's by its account. */
const gifts = tracesOf('given');
/** Guests that a policy was attached to, by its name: whoever rewrites the policy gives them what it says then. */
const holders = tracesOf('hung');

/** Remembers a role that an account outside was let in to, unless letting it in is a habit. */
export function noteLetIn(observation: Observation): void {
  const { use, story } = observation;
  const role = use.target.principalName;
  if (role === null || use.errorCode !== null || !isStrangersDoor(observation)) return;
  if (strangeness(observation) < 0.5) return;
  doors.note(story, role, use.at);
  if (!isForVendor(observation)) return;
  for (const account of strangersOf(observation)) {
    vendorDoors.note(story, `${account} ${role}`, use.at);
  }
}

/** Remembers what a vendor was given. More than vendors need is judged by itself; it is not remembered, so that its correction is no second gift. */
export function noteGift(observation: Observation): void {
  const { use, story } = observation;
  if (use.errorCode !== null || !isGift(observation)) return;
  if (use.action === hangs) holders.of(policyOf(use)).note(story, `${use.target.principalName}`, use.at);
  const gift = giftOf(observation);
  if (typeof gift === 'string' || !isOneErrand(observation, gift)) return;
  for (const account of vendorsBehind(observation)) {
    for (const thing of gift) gifts.of(account).note(story, thing, use.at);
  }
}

/** The call changes what a role may do that an account outside was let in to within a day. */
export function concernsGuest(observation: Observation): boolean {
  return guestsOf(observation).length > 0;
}

/** The roles that the call changes, itself or by a policy that they have, and that an account outside was let in to. */
export function guestsOf(observation: Observation): readonly string[] {
  const { use, story } = observation;
  if (rewrites.has(use.action)) return holders.of(policyOf(use)).within(story, use.at, day);
  const { principalName } = use.target;
  if (principalName === null) return [];
  const isGuest = doorsOf(observation) >= mostDoors || doors.has(story, principalName, use.at, day);
  return isGuest ? [principalName] : [];
}

function doorsOf({ use, story }: Observation): number {
  return doors.count(story, use.at, day);
}

/** So many in a day push the first of them out of memory, so every role counts as opened. */
const mostDoors = 24;

/** Gives a guest more than auditors need, and more than a vendor's one errand. */
export function servesGuest(observation: Observation): boolean {
  if (!isGift(observation)) return false;
  const gift = giftOf(observation);
  if (typeof gift === 'string') return true;
  return gift.length > 0 && (vendorsBehind(observation).length === 0 || !isOneErrand(observation, gift));
}

/** Gives the vendor that the role was made for a look at settings and figures: part of letting it in. */
export function isVendorsLook(observation: Observation): boolean {
  if (!isGift(observation) || vendorsBehind(observation).length === 0) return false;
  const gift = giftOf(observation);
  return typeof gift !== 'string' && gift.length === 0 && !readsData.test(observation.use.target.policyArn ?? '');
}

/** Vendors who watch over everything ask for it, but it reads data as well: giving it is told of, and counts as a deed. */
const readsData = /:aws:policy\/ReadOnlyAccess$/;

function isGift(observation: Observation): boolean {
  return gives.has(observation.use.action) && concernsGuest(observation);
}

const hangs = 'iam:AttachRolePolicy';
/** An earlier version may give more than the present one. */
const rewrites = new Set(['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion']);
const gives = new Set([hangs, 'iam:PutRolePolicy', ...rewrites]);

/** The accounts that the roles were made for, as vendors. */
function vendorsBehind(observation: Observation): string[] {
  const { use, story } = observation;
  const guests = guestsOf(observation);
  return vendorDoors.within(story, use.at, day).flatMap((one) => {
    const [account = '', role = ''] = one.split(' ', 2);
    return guests.includes(role) ? [account] : [];
  });
}

/** Together with all that the vendor was given before: at most one bucket, table or the like, one key, one queue and one topic. */
function isOneErrand(observation: Observation, gift: readonly string[]): boolean {
  const { use, story } = observation;
  return vendorsBehind(observation).every((account) => {
    const things = new Set([...gift, ...gifts.of(account).within(story, use.at, day)]);
    return new Set([...things].map(partOf)).size === things.size;
  });
}

function partOf(thing: string): string {
  return /^arn:[\w-]+:(kms|sqs|sns):/.exec(thing)?.[1] ?? 'data';
}
