import { hoursOf, openedBy } from '../../context/sighting.ts';
import { isBuilder } from '../builder.ts';
import { firstness, isSettled, type Observation, surpriseOf, whoBesideDeed } from '../observation.ts';
import { graveAction, targetWords, type Weigh } from './grave-action.ts';
import { isAtHome, isPersonAtHome } from './new-network.ts';

export const shareOutside = graveAction({
  id: 'S20',
  name: 'share-outside',
  tactic: 'exfiltration',
  base: 4,
  authority: 'pin',
  basis: 'fact',
  sentence: 'The credential opens data to an account outside, or to everybody.',
  attack: ['T1537', 'T1530'],
  falsePositives: ['A partner account is given a snapshot.', 'A public website bucket is set up.'],
  deed: (observation) => {
    const strangers = strangersOf(observation);
    const what = targetWords(observation) || 'data';
    return strangers.length === 0
      ? `${observation.use.action} on ${what}`
      : `Shared ${what} with ${strangers.join(', ')} (${observation.use.action})`;
  },
  weigh: (observation, bits) => {
    const strangers = strangersOf(observation);
    if (strangers.length === 0) return { bits: Math.min(bits, 3), authority: 'corroborate' };
    // A share with a stranger is news each time, however often the call itself is made; with a partner of long standing it is not.
    const stranger = strangeness(observation);
    const first = firstness(observation, 'action', observation.use.action);
    return { bits: (Math.max(bits, 6) + 3 * Math.max(0.5, first)) * stranger };
  },
});

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
    isPersonAtHome(observation) &&
    network !== null &&
    (network.house === true || firstness(observation, 'network', network.id) < 1) &&
    surpriseOf(observation, 'hours', hoursOf(use.at)) < whoBesideDeed
  );
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

/** 1 for accounts that it never opened anything to, 0 from three trusted days of doing so on. */
export function strangeness(observation: Observation): number {
  return firstness(observation, 'resource', openedBy(observation.use) ?? '');
}

/** Accounts outside the organisation as far as it is known, and `all`. */
export function strangersOf(observation: Observation): readonly string[] {
  const { use, context } = observation;
  return use.target.sharedWith.filter(
    (account) => account !== use.credential.accountId && !context.knownAccounts.has(account),
  );
}
