import { activeDaysBefore, knownDays } from '../context/habits/familiarity.ts';
import { secretOf } from '../context/sighting.ts';
import { hour } from '../model/instant.ts';
import { secretsOpened } from './anomalous/credential-access.ts';
import { isForWork } from './anomalous/discovery.ts';
import { isGraveFirst } from './anomalous/grave-sequence.ts';
import { isFarAfield } from './anomalous/new-region.ts';
import { isOnOwnLine } from './at-home.ts';
import { isBuilder } from './builder.ts';
import { wasAtDesk } from './desk.ts';
import { tacticOf } from './grave-actions.ts';
import { isByHand, isProgram } from './hand.ts';
import { isClearNews, isSettled, type Observation } from './observation.ts';
import { asksWhichSecrets, looksTaken, ofSecrets, regionsCombed, type Step, wasTaken } from './steps.ts';
import { hasLookedBefore } from './watcher.ts';

/**
 * Programs do not wonder where they are. A new release calls what it needs; it does not ask for users, secrets and roles in
 * turn and go on after a refusal, nor map out both who there is and what is secret.
 */
export function isAstray(observation: Observation, taken: readonly Step[]): boolean {
  if (!isProgram(observation)) return false;
  if (isSentAway(observation, taken)) return true;
  const { use, context, day, story } = observation;
  const settled = isSettled(observation);
  const { baseline } = context;
  // Of a young one it is not known yet whether hands drive it: what begins at a desk may well be somebody's.
  if (!settled && (activeDaysBefore(baseline, day) === 0 || hasLookedBefore(baseline, day) || wasAtDesk(baseline, day)))
    return false;
  if (isCombing(observation)) return true;
  if (looksTaken(story, use.at).length < leastLooks) return false;
  // Somebody at their own desk takes up a tool that lists all there is: what they do with it will tell.
  if (!taken.includes('deed') && !taken.includes('refusal') && wasAtDesk(baseline, day) && isOnOwnLine(observation))
    return false;
  const sorts = sortsAskedFor(observation);
  // Of a young one only what is about people and secrets: what else it has to watch may still be news to it.
  return (
    sorts === 2 ||
    (taken.includes('refusal') && (settled || sorts === 1)) ||
    (sorts === 1 && isInOtherHands(observation))
  );
}

/** What a program has to do with lies where it works. One that goes through Regions where it never was, for what is secret there, knows of none. */
export function isCombing(observation: Observation): boolean {
  const { story, use } = observation;
  return isProgram(observation) && isSettled(observation) && regionsCombed(story, use.at) >= leastCombed;
}

const leastCombed = 4;

/**
 * A program works where it was set up. One that feels its way, and then does something grave in a Region where nobody
 * was, was sent there by somebody. Whoever builds opens Regions.
 */
function isSentAway(observation: Observation, taken: readonly Step[]): boolean {
  const { use, context, day, story } = observation;
  const isWork = tacticOf(use) === 'impact' && starts.test(use.action);
  const looks = looksTaken(story, use.at).filter((look) => !isWork || !isForWork(look));
  const isLost = taken.includes('refusal') || looks.length >= leastLooksAway;
  if (!taken.includes('look') || !isLost || !isGraveFirst(observation) || !isFarAfield(observation)) return false;
  return isSettled(observation) && !isBuilder(observation) && !hasLookedBefore(context.baseline, day);
}

const starts = /:(?:Create|Request|Restore|Run|Start)/;

/** Looks, or one and a refusal: whoever is sent to a second Region on purpose finds the way, and to start machines asks for those there are. */
const leastLooksAway = 2;

/** Who there is, what is secret: how many of the two were asked for. */
function sortsAskedFor({ use, story }: Observation): number {
  const looks = looksTaken(story, use.at);
  return [ofIdentities, ofSecrets].filter((sort) => looks.some((look) => sort.test(look))).length;
}

/** Nothing else of a young program has anything to say, so that what may pin it alone has to weigh as much as that takes. */
export function bitsAstray(observation: Observation): number {
  const isYoung = observation.nature === 'machine' && !isSettled(observation);
  return isYoung && sortsAskedFor(observation) === 2 ? 12 : 8;
}

/** Programs are replaced; the new one does not begin by asking who there is or what is secret. */
function isInOtherHands(observation: Observation): boolean {
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
  const { use, context, nature, story } = observation;
  if (isByHand(observation) || !isSettled(observation) || secretOf(use) === null) return false;
  if (!asksWhichSecrets(story, use.at)) return false;
  const opened = secretsOpened(context.recent, use.at, hour);
  if (nature === 'agent') return opened >= doorsOfAgent;
  return opened >= (wasTaken(story, 'refusal', use.at) ? doorsOfRefused : doorsOfProgram);
}

/** Who is refused and goes on was not told either that it may. */
const doorsOfRefused = 1;
const doorsOfProgram = 2;
const doorsOfAgent = 3;

const leastLooks = 3;
const ofIdentities =
  /^(?:iam:(?:List(?:Users|Roles|Groups|AccessKeys)|GetAccountAuthorizationDetails|GetAccountSummary)|organizations:|sso:)/;
