import { isKnownWell } from '../../context/habits/familiarity.ts';
import { type Observation, ordinaryInAccount } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { isRented } from '../who/for-hire.ts';

export const parentInDoubt: UseSignal = {
  judges: 'use',
  hears: ["parent's doubt"],
  id: 'S49',
  name: 'parent-in-doubt',
  family: 'anomalous',
  group: 'identity',
  authority: 'corroborate',
  basis: 'fact',
  sentence:
    'The session, or the credential, was made by a credential that is itself in doubt: what a thief makes is the thief’s.',
  attack: ['T1550.001', 'T1098.001'],
  falsePositives: ['The doubt about the parent turns out to be unfounded.'],
  judge(observation) {
    const { context, isKnown } = observation;
    const isLeft = isLeftBehind(observation);
    if (context.parentDoubt < leastDoubt && !isLeft) return null;
    const parent = context.session?.parent ?? null;
    const maker = parent?.peer ?? context.madeBy?.by;
    const isStrangers = isLeft && isAmongStrangers(observation);
    // Nothing else can speak against a role that nobody ever saw before it was opened by a key that had to be taken back.
    const isAllThereIs = isStrangers || (!isKnown && context.isParentTaken === true);
    const doubt = Math.min(isAllThereIs ? 8 : 6, context.parentDoubt / 2);
    const left = isStrangers ? ofStrangers : worthAWord;
    return {
      bits: isLeft ? Math.max(left, doubt) : doubt,
      ...(isAllThereIs && { authority: 'pin' as const }),
      key: maker ?? 'parent',
      evidence: `${parent === null && context.madeBy !== undefined ? 'It' : 'Its session'} was made by ${maker ?? 'another credential'}, which is itself in doubt`,
    };
  },
};

/**
 * It was made about when its maker was taken back, is not known itself, and is used where nothing of the account runs. Until it is known,
 * that does not fade.
 */
function isLeftBehind(observation: Observation): boolean {
  const { context, network, day, policy } = observation;
  if (context.isMadeWhileTaken !== true || context.session?.parent?.accessKeyId != null) return false;
  // It may have been known for long before.
  if (isKnownWell(context.baseline, day, policy.thresholds.learningDays)) return false;
  return network !== null && !ordinaryInAccount(observation, 'network', network.id);
}

/**
 * What a thief made for later is used in a rented place, or in a country where nobody of the account ever was; what an honest maker
 * left behind runs in a cloud or in the next office.
 */
function isAmongStrangers(observation: Observation): boolean {
  const { network } = observation;
  if (network === null || network.kind === 'cloud') return false;
  return isRented(network) || (network.country !== null && !ordinaryInAccount(observation, 'country', network.country));
}

/** Enough by itself. */
const ofStrangers = 12;
/** Told of by itself. */
const worthAWord = 10;

/** Bits: what an owner would be told about. */
export const leastDoubt = 8;
