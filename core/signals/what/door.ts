import { hoursOf } from '../../context/sighting.ts';
import { strangeness, strangersOf } from '../anomalous/share-outside.ts';
import { firstness, isSettled, type Observation, surpriseOf } from '../observation.ts';
import { whoBesideDeed } from '../signal.ts';
import { isAtDesk, isAtHome, isPersonAtHome } from '../who/at-home.ts';
import { isBuilder } from '../who/builder.ts';
import { isOfDesks } from '../who/desk.ts';
import { isScript } from '../who/hand.ts';
import type { Weigh } from './grave-signal.ts';

/** Letting an account outside in is news each time, however often the call itself is made. Null where the call does no such thing. */
export function weighDoor(observation: Observation, bits: number): ReturnType<Weigh> {
  if (!isStrangersDoor(observation)) return null;
  const strange = strangeness(observation);
  if (isForVendor(observation)) return { bits: Math.max(bits + 2, vendorBits) * strange, authority: 'corroborate' };
  // A function's permission has no external id to know a vendor by, so one that is built at home is only told of.
  const isBuilt = observation.use.action === 'lambda:AddPermission' && isBuiltAtHome(observation);
  const authority = isBuilt ? 'corroborate' : 'pin';
  return { bits: (Math.max(bits, 5) + 2) * strange, authority, basis: 'fact' };
}

/** Somebody at their own desk lets in what looks like a vendor. What it is given after that tells whether it is one. */
export function isForVendor(observation: Observation): boolean {
  return isLikeVendor(observation) && isPersonAtWork(observation);
}

/** Vendors have their customers ask for an external id. */
function isLikeVendor(observation: Observation): boolean {
  return observation.use.target.asksExternalId === true && strangersOf(observation).length <= mostAccounts;
}

/** A person at home, on a network that they know and at an hour that they keep. */
function isPersonAtWork(observation: Observation): boolean {
  const { use, network } = observation;
  if (network === null || !(isPersonAtHome(observation) || isHandAtDesk(observation))) return false;
  const isKnownPlace = network.house === true || firstness(observation, 'network', network.id) < 1;
  return isKnownPlace && surpriseOf(observation, 'hours', hoursOf(use.at)) < whoBesideDeed;
}

/** A person with a key of their own, without a sign-in to prove it: only on their usual line at a desk, since scripts use tools made for people, too. */
function isHandAtDesk(observation: Observation): boolean {
  const { nature, network } = observation;
  if (nature !== 'person' || isScript(observation) || network === null || !isOfDesks(network.kind)) return false;
  return isSettled(observation) && isAtDesk(observation);
}

/** Some vendors have an account for each part of the world. */
const mostAccounts = 3;

/** A person or a builder, at home. */
function isBuiltAtHome(observation: Observation): boolean {
  if (isPersonAtHome(observation)) return true;
  return isSettled(observation) && isAtHome(observation) && isBuilder(observation);
}

/** Worth a word by itself. */
const vendorBits = 8;

/** Says who is let in, so that it does not read like any other call of that name; empty where nobody is. */
export function doorWords(observation: Observation): string {
  return isStrangersDoor(observation) ? `, open to ${strangersOf(observation).join(', ')}` : '';
}

/** The call lets an account outside in to a role, new or not, or lets it run a function. */
export function isStrangersDoor(observation: Observation): boolean {
  return opensDoor.has(observation.use.action) && strangersOf(observation).length > 0;
}

const opensDoor = new Set(['iam:UpdateAssumeRolePolicy', 'iam:CreateRole', 'lambda:AddPermission']);
