import { activeDaysBefore, knownDays } from '../../context/habits/familiarity.ts';
import { secretOf } from '../../context/sighting.ts';
import { hour } from '../../model/instant.ts';
import { secretsOpened } from '../anomalous/credential-access.ts';
import { isForWork } from '../anomalous/discovery.ts';
import { isGraveFirst } from '../anomalous/grave-sequence.ts';
import { isFarAfield } from '../anomalous/new-region.ts';
import { tacticOf } from '../grave-actions.ts';
import { isClearNews, isSettled, isUsual, type Observation } from '../observation.ts';
import { isInItsPlace, isOnOwnLine } from '../who/at-home.ts';
import { isBuilder, isByPipeline } from '../who/builder.ts';
import { wasAtDesk } from '../who/desk.ts';
import { isByHand, isProgram, isScript } from '../who/hand.ts';
import { hasLookedBefore, looksByHabit } from '../who/watcher.ts';
import {
  asksWhichSecrets,
  leastLooks,
  looksTaken,
  ofIdentities,
  ofSecrets,
  regionsCombed,
  type Step,
  wasRefusedList,
} from './steps.ts';

/**
 * Programs do not wonder where they are. A new release calls what it needs; it does not ask for users, secrets and roles in
 * turn and go on after a refusal, nor map out both who there is and what is secret.
 */
export function isAstray(observation: Observation, taken: readonly Step[]): boolean {
  if (!isProgram(observation)) return false;
  if (isSentAway(observation, taken)) return true;
  if (mayYetBeByHand(observation)) return false;
  if (isCombing(observation)) return true;
  return isMappingOut(observation, taken) && !isListingAtDesk(observation, taken);
}

/** It is not known yet whether hands drive a young program: what begins at a desk may well be somebody's. */
function mayYetBeByHand(observation: Observation): boolean {
  const { context, day } = observation;
  const { baseline } = context;
  if (isSettled(observation)) return false;
  return activeDaysBefore(baseline, day) === 0 || hasLookedBefore(baseline, day) || wasAtDesk(baseline, day);
}

/** Somebody at their own desk takes up a tool that lists all there is: what they do with it will tell. */
function isListingAtDesk(observation: Observation, taken: readonly Step[]): boolean {
  if (taken.includes('deed') || taken.includes('refusal')) return false;
  return wasAtDesk(observation.context.baseline, observation.day) && isOnOwnLine(observation);
}

function isMappingOut(observation: Observation, taken: readonly Step[]): boolean {
  const { use, story } = observation;
  if (looksTaken(story, use.at).length < leastLooks) return false;
  const sorts = sortsAskedFor(observation);
  if (sorts === 2 || (sorts === 1 && isByProgramUnheardOf(observation))) return true;
  // What a young program has to watch may still be news to it, unless it is about people or secrets.
  return taken.includes('refusal') && (isSettled(observation) || sorts === 1);
}

/**
 * A program's secrets lie where it works. One that looks for them in Region after Region where it never was does not know where. An inventory
 * looks for everything else there, too.
 */
export function isCombing(observation: Observation): boolean {
  const { story, use } = observation;
  if (!isProgram(observation) || !isSettled(observation) || looksByHabit(observation)) return false;
  return regionsCombed(story, use.at) >= leastCombed;
}

const leastCombed = 4;

/**
 * A program works where it was set up. One that looks around first, and then does something grave in a Region that
 * nobody used before, was sent there. Builders do open Regions.
 */
function isSentAway(observation: Observation, taken: readonly Step[]): boolean {
  const { use, context, day, story } = observation;
  const isWork = tacticOf(use) === 'impact' && starts.test(use.action);
  // A program that starts machines asks first which there are.
  const looks = looksTaken(story, use.at).filter((look) => !isWork || !isForWork(look));
  const isLost = taken.includes('refusal') || looks.length >= leastLooksAway;
  if (!taken.includes('look') || !isLost || !isGraveFirst(observation) || !isFarAfield(observation)) return false;
  return isSettled(observation) && !isBuilder(observation) && !hasLookedBefore(context.baseline, day);
}

const starts = /:(?:Create|Request|Restore|Run|Start)/;

/** Two looks, or one and a refusal: a program that is moved to a second Region on purpose knows its way there. */
const leastLooksAway = 2;

/** How many of the two it asked for: who there is, and what is secret. */
function sortsAskedFor({ use, story }: Observation): number {
  const looks = looksTaken(story, use.at);
  return [ofIdentities, ofSecrets].filter((sort) => looks.some((look) => sort.test(look))).length;
}

/** A young program has no habits for other signals to go by, so this one has to weigh as much as a pin takes. */
export function bitsAstray(observation: Observation): number {
  const isYoung = observation.nature === 'machine' && !isSettled(observation);
  return isYoung && sortsAskedFor(observation) === 2 ? 12 : 8;
}

/** Driven by a program that never drove it: an honest replacement does not begin by asking who there is or what is secret. */
function isByProgramUnheardOf(observation: Observation): boolean {
  const { context, client, day } = observation;
  if (!isSettled(observation) || hasLookedBefore(context.baseline, day)) return false;
  if (knownDays(context.baseline, 'client', client, day).ever) return false;
  return isClearNews(observation, 'client', client);
}

/**
 * A program is told the names of its secrets. One that asks for the first time which there are, and then opens several that it never
 * opened, was told by nobody. An agent may be given one more for its task.
 */
export function isTryingDoors(observation: Observation): boolean {
  const { use, context, nature, story, client, day } = observation;
  if (isByHand(observation) || !isSettled(observation) || secretOf(use) === null) return false;
  if (!asksWhichSecrets(story, use.at)) return false;
  const opened = secretsOpened(context.recent, use.at, hour);
  if (opened === 0) return false;
  // Refused the list, and then the secret, it was not even told that it may; nor was another program that goes on after such a refusal.
  const isOtherProgram = !knownDays(context.baseline, 'client', client, day).ever;
  if (nature !== 'agent' && wasRefusedList(story, use.at) && (use.denied || isOtherProgram)) return true;
  // A developer's key on a server does not show whose hands it is in, and a developer may look a secret up with the usual program.
  if (nature === 'person' && mayBeDevelopers(observation)) return false;
  return opened >= (nature === 'agent' ? doorsOfAgent : doorsOfProgram);
}

function mayBeDevelopers(observation: Observation): boolean {
  const isUsualProgram = isUsual(observation, 'client', observation.client);
  return isUsualProgram && isInItsPlace(observation) && !isByPipeline(observation) && !isScript(observation);
}

const doorsOfProgram = 2;
const doorsOfAgent = 3;
