import { allowsAction } from '../../context/declared/declared.ts';
import { changesIn } from '../../context/grants/actions/changes.ts';
import { openedBy } from '../../context/sighting.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { lastStraws } from '../grave-actions.ts';
import { firstness, isOfKnownAccount, isUsual, type Observation, ordinaryInAccount } from '../observation.ts';
import { graveSignal, targetWords } from '../what/grave-signal.ts';
import { isOwnTrail, replacesTrail } from '../what/own-trail.ts';
import { isEstablishedBuilder } from '../who/builder.ts';
import { wasAtDesk } from '../who/desk.ts';

/**
 * Whether nobody watches any more after this call, or nobody above the account has a say in it: by its name, or by its parameters where calls
 * of that name may as well be upkeep.
 */
export function isLastStraw({ action, target }: CredentialUse): boolean {
  return target.blinding === true || lastStraws.has(action);
}

/** Enough to contain by itself, whoever did it and from wherever. */
export const lastStrawBits = 12;

const base = 6;

export const defenceImpairment = graveSignal({
  id: 'S19',
  name: 'defence-impairment',
  tactic: 'defence-impairment',
  base,
  authority: 'corroborate',
  basis: 'habit',
  sentence:
    'The credential disables what watches the account: trails, detectors, recorders, flow logs, the organisation itself.',
  attack: ['T1562.008', 'T1562.007', 'T1685.002', 'T1686'],
  falsePositives: [
    'Somebody who never managed trails or detectors retires one on purpose.',
    'An administrator replaces an old trail with a new one.',
    'A pipeline starts to manage log groups.',
    'Somebody who never managed detectors switches off one of their plans to save its cost.',
  ],
  deed: (observation) => `${observation.use.action} ${targetWords(observation)}`.trim(),
  /** Log groups and rules come and go with applications; what watches the whole account does not. */
  weigh: (observation, bits) => {
    if (isOwnTrail(observation)) return null;
    if (/^(?:logs|events|monitoring|wafv2|ses|s3):/.test(observation.use.action)) return { bits: bits * 0.6 };
    if (!isLastStraw(observation.use) || (bits <= 0 && !isBlindingAnew(observation))) return { bits };
    const heavier = Math.max(bits, base) + 2;
    if (isTheirDuty(observation)) return { bits: heavier, basis: 'fact' };
    // Blinding everybody is no beginner’s task: a credential without a past may not do it either.
    return { bits: isWatchedSomewhere(observation) ? lastStrawBits : heavier, basis: 'fact', authority: 'pin' };
  },
});

/** What would have to be a habit: that a detector is kept up day by day does not excuse turning it off. */
function deedOf(use: CredentialUse): readonly ['action' | 'resource', string] {
  return use.target.blinding === true ? ['resource', openedBy(use) ?? ''] : ['action', use.action];
}

function isBlindingAnew(observation: Observation): boolean {
  const { use } = observation;
  return use.target.blinding === true && firstness(observation, 'resource', openedBy(use) ?? '') > 0;
}

/**
 * Nobody blinds those who watch in passing, so it takes no second witness, unless it is a duty: a habit of the credential or of its
 * neighbours, declared by its owner, or done at its own place with its own program by a builder, by one who looks after the service day by
 * day, or by one whose own trail has just replaced the old.
 */
function isTheirDuty(observation: Observation): boolean {
  const { use, context } = observation;
  const [table, value] = deedOf(use);
  if (firstness(observation, table, value) < 0.5 || ordinaryInAccount(observation, table, value)) return true;
  if (allowsAction(context.declared, use) === true) return true;
  const isTheirs = isEstablishedBuilder(observation) || isKeeper(observation) || replacesTrail(observation);
  return isTheirs && isAtOwnPlace(observation);
}

/** In an account that is known for long, and not by a stack that is taken down, which names no place. */
function isWatchedSomewhere(observation: Observation): boolean {
  return observation.network !== null && isOfKnownAccount(observation);
}

function isAtOwnPlace(observation: Observation): boolean {
  const { network, client } = observation;
  return network !== null && isUsual(observation, 'network', network.id) && isUsual(observation, 'client', client);
}

/** Looks after this service day by day. A program must change something there, since those who watch only read. */
function isKeeper(observation: Observation): boolean {
  const { use, nature, habits, day } = observation;
  if (nature === 'person' || wasAtDesk(habits, day)) return isUsual(observation, 'service', use.service);
  return changesIn(use.service).some((action) => isUsual(observation, 'action', action));
}
