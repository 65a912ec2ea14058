import { isPersonByRecord, openedBy } from '../../context/sighting.ts';
import {
  firstness,
  isOfKnownAccount,
  isSettled,
  type Observation,
  ordinaryInAccount,
  trustedDays,
} from '../observation.ts';
import { graveSignal, targetWords } from '../what/grave-signal.ts';
import { anothersWaysIn } from '../what/steps.ts';
import { isAtHome, isPersonAtHome } from '../who/at-home.ts';

export const shareOutside = graveSignal({
  id: 'S20',
  name: 'share-outside',
  tactic: 'exfiltration',
  base: 4,
  authority: 'pin',
  basis: 'fact',
  sentence: 'The credential shares data with an outside account, or with everybody.',
  attack: ['T1537', 'T1530'],
  falsePositives: ['A snapshot is shared with a partner account.', 'A public website bucket is set up.'],
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
    return {
      bits: (Math.max(bits, 6) + 3 * Math.max(0.5, first)) * stranger,
      authority: mayBePartners(observation, strangers) ? 'corroborate' : 'pin',
    };
  },
});

/**
 * Somebody at their own desk gives a few accounts something, as partners ask for: that is asked about, and contains nobody unless they just
 * made a way in by another's name. Nor does anybody know in an account's first days who its partners are.
 */
function mayBePartners(observation: Observation, strangers: readonly string[]): boolean {
  if (strangers.includes('all') || strangers.length > mostPartners) return false;
  if (isPersonAtOwnPlace(observation)) return anothersWaysIn(observation.story, observation.use.at) === 0;
  return !(isSettled(observation) || isOfKnownAccount(observation));
}

/** A newcomer's place is known from the day after on. */
function isPersonAtOwnPlace(observation: Observation): boolean {
  const { use, context, network } = observation;
  if (isPersonAtHome(observation)) return true;
  if (network === null || !isPersonByRecord(use, context.session)) return false;
  return isAtHome(observation) && trustedDays(observation, 'network', network.id) > 0;
}

const mostPartners = 3;

/** 1 for accounts that it never opened anything to, 0 from three trusted days of doing so on. */
export function strangeness(observation: Observation): number {
  const opened = openedBy(observation.use) ?? '';
  const first = firstness(observation, 'resource', opened);
  // What the neighbours open to the same accounts, day by day, they open to the house's partners.
  return ordinaryInAccount(observation, 'resource', opened) ? first / 2 : first;
}

/** Accounts outside the organisation as far as it is known, and `all`. */
export function strangersOf(observation: Observation): readonly string[] {
  const { use, context } = observation;
  return use.target.sharedWith.filter(
    (account) => account !== use.credential.accountId && !context.knownAccounts.has(account),
  );
}
