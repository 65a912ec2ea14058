import { hoursOf } from '../context/sighting.ts';
import { strangeness, strangersOf } from './anomalous/share-outside.ts';
import { isAtDesk, isAtHome, isPersonAtHome } from './at-home.ts';
import { isBuilder } from './builder.ts';
import { isOfDesks } from './desk.ts';
import type { Weigh } from './grave-signal.ts';
import { isScript } from './hand.ts';
import { firstness, isSettled, type Observation, surpriseOf } from './observation.ts';
import { whoBesideDeed } from './signal.ts';

/** A door for an account outside is news each time, however often doors are made. Null for all that is none. */
export function weighDoor(observation: Observation, bits: number): ReturnType<Weigh> {
  if (!isStrangersDoor(observation)) return null;
  const strange = strangeness(observation);
  if (isForVendor(observation)) return { bits: Math.max(bits + 2, vendorBits) * strange, authority: 'corroborate' };
  // No external id tells a vendor’s function from a stranger’s: whoever builds at their own place is told of.
  const isBuilt = observation.use.action === 'lambda:AddPermission' && isAtWork(observation);
  const authority = isBuilt ? 'corroborate' : 'pin';
  return { bits: (Math.max(bits, 5) + 2) * strange, authority, basis: 'fact' };
}

/**
 * Somebody at their own desk lets a vendor in, which has its customers ask for an external id. What the vendor is given comes
 * after it, and tells whether it is one.
 */
export function isForVendor(observation: Observation): boolean {
  const { use, network } = observation;
  return (
    use.target.asksExternalId === true &&
    strangersOf(observation).length <= mostAccounts &&
    (isPersonAtHome(observation) || isHandAtDesk(observation)) &&
    network !== null &&
    (network.house === true || firstness(observation, 'network', network.id) < 1) &&
    surpriseOf(observation, 'hours', hoursOf(use.at)) < whoBesideDeed
  );
}

/** Who works by hand with a key of their own, and shows who they are by their line alone, which has to be a desk's: a tool for hands is driven by scripts, too. */
function isHandAtDesk(observation: Observation): boolean {
  const { nature, network } = observation;
  if (nature !== 'person' || isScript(observation) || network === null || !isOfDesks(network.kind)) return false;
  return isSettled(observation) && isAtDesk(observation);
}

/** Some vendors have one for each part of the world. */
const mostAccounts = 3;

/** Somebody who signed in, or a program that builds, where they are at home. */
function isAtWork(observation: Observation): boolean {
  if (isPersonAtHome(observation)) return true;
  return isSettled(observation) && isAtHome(observation) && isBuilder(observation);
}

/** Worth a word by itself. */
const vendorBits = 8;

/** Says who may come in by it, lest a usual call seem to be all; nothing for all that is no such door. */
export function doorWords(observation: Observation): string {
  return isStrangersDoor(observation) ? `, open to ${strangersOf(observation).join(', ')}` : '';
}

/** A role, new or not, that an account outside is let in to, or a function that it may run from then on. */
export function isStrangersDoor(observation: Observation): boolean {
  return opensDoor.has(observation.use.action) && strangersOf(observation).length > 0;
}

const opensDoor = new Set(['iam:UpdateAssumeRolePolicy', 'iam:CreateRole', 'lambda:AddPermission']);
