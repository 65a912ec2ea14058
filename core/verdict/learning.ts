import { allowsNetwork } from '../context/declared/declared-network.ts';
import { activeDaysBefore, isSeenWithoutDoubt } from '../context/habits/familiarity.ts';
import { learnInAll, type Trust } from '../context/habits/learn.ts';
import type { Lesson } from '../context/habits/lesson.ts';
import { isWayOut, ownBaselines, type RecordedContext } from '../context/recorded-context.ts';
import { lineOf } from '../context/sighting.ts';
import { addressOf } from '../intake/credential-use.ts';
import { newAddress } from '../signals/anomalous/new-address.ts';
import { rentedNetwork } from '../signals/anomalous/rented-network.ts';
import { clearNews, isSettled, type Observation, ordinaryInAccount } from '../signals/observation.ts';
import type { Signal } from '../signals/signal.ts';
import type { Assessment } from './assessment.ts';

/** Lets a judged use teach the baselines, as far as it may: a thief must not, and what was worth a word only marks its day as suspect. */
export function learnAfter(found: readonly Signal[], { score, verdict }: Assessment, observation: Observation): void {
  const { context, lesson, policy } = observation;
  if (found.length > 0 && score.value >= policy.thresholds.notify) {
    if (verdict === 'insufficient-data') learnInDoubt(observation);
    else learnFrom(lesson, context, 'hold');
  } else if (!isRentedWhileYoung(found, observation))
    learnFrom(lesson, context, isStrangePlace(found, observation) ? 'wait' : 'learn');
}

/** Lets a use teach the credential's own baselines, and those of its kind and account. */
export function learnFrom(lesson: Lesson, context: RecordedContext, trust: Trust): void {
  learnInAll(ownBaselines(context), [context.kinBaseline, context.accountBaseline], lesson, trust);
}

/**
 * A thief who comes in a credential's first week finds no habits to break, and must not make any. So what was worth a word then is only
 * learned in the place where the credential began, where it was on a day without doubt, or where its owner allows it. Elsewhere it is held
 * back, and its kind and account do not hear of it. That they know the place is no excuse: they may know it from the thief's earlier calls.
 */
function learnInDoubt({ context, use, network, day, lesson }: Observation): void {
  const { baseline } = context;
  const isOwn =
    network === null ||
    activeDaysBefore(baseline, day) === 0 ||
    isSeenWithoutDoubt(baseline, 'network', network.id, day) ||
    allowsNetwork(context.declared, network, addressOf(use), use.vpcEndpointId) === true;
  if (isOwn) learnFrom(lesson, context, 'learn');
  else learnInAll(ownBaselines(context), [], lesson, 'hold');
}

/**
 * In a credential's first week little speaks against anything, so a few early visits would be enough to make a rented place usual. Such
 * visits teach nothing, and do not make the owner's own days suspect either.
 */
function isRentedWhileYoung(found: readonly Signal[], observation: Observation): boolean {
  if (isSettled(observation)) return false;
  return found.some(({ id }) => id === rentedNetwork.id) && isUnanswered(found, observation);
}

/** Three quiet days do not make a new place usual, unless its owner declared it or the neighbours are at home there. */
function isStrangePlace(found: readonly Signal[], observation: Observation): boolean {
  return found.some(({ group, bits }) => group === 'origin' && bits >= clearNews) && isUnanswered(found, observation);
}

function isUnanswered(found: readonly Signal[], observation: Observation): boolean {
  const { context, network, use } = observation;
  if (allowsNetwork(context.declared, network, addressOf(use), use.vpcEndpointId) === true) return false;
  const line = lineOf(use, network);
  if (network !== null && isWayOut(network)) return false;
  if (network === null || !ordinaryInAccount(observation, 'network', network.id)) return true;
  return (
    line !== null && found.some(({ id }) => id === newAddress.id) && !ordinaryInAccount(observation, 'address', line)
  );
}
