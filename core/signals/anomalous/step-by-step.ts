import type { TableName } from '../../context/habits/baseline.ts';
import { knownDays } from '../../context/habits/familiarity.ts';
import { isWayOut } from '../../context/recorded-context.ts';
import { hour } from '../../model/instant.ts';
import { tacticOf } from '../grave-actions.ts';
import { firstness, isSettled, type Observation, trustedDays } from '../observation.ts';
import type { UseSignal, Weighed } from '../signal.ts';
import { isAwakening } from '../silence.ts';
import { bitsAstray, isAstray, isCombing, isTryingDoors } from '../what/astray.ts';
import {
  looksTaken,
  noteLook,
  noteSurvey,
  noteTaken,
  ofSecrets,
  regionsCombed,
  type Step,
  stepsTaken,
} from '../what/steps.ts';
import { isAtDesk } from '../who/at-home.ts';
import { isAtRentedPlace } from '../who/for-hire.ts';
import { isInOtherHandsWhileYoung } from '../who/other-hands.ts';
import { isByOwnersWord } from '../who/owners-word.ts';
import { secretsOpened } from './credential-access.ts';
import { isFirstDeletion, isHousekeeping } from './data-destruction.ts';
import { isLookOfThieves } from './discovery.ts';
import { isGraveFirst } from './grave-sequence.ts';
import { isKeyTest } from './key-test.ts';
import { isFirstModelUse } from './model-hijack.ts';

export const stepByStep: UseSignal = {
  judges: 'use',
  hears: ['network', 'service', 'action', 'tactic', 'refusal', 'silence'],
  id: 'S55',
  name: 'step-by-step',
  family: 'anomalous',
  group: 'intent',
  authority: 'corroborate',
  basis: 'habit',
  isDeed: true,
  sentence:
    'The credential takes the steps of a thief one by one: a test of the key, a first look around, a refusal, a first grave call.',
  attack: ['T1087.004', 'T1580', 'T1078.004'],
  falsePositives: [
    'An administrator works out a new task by trial and error.',
    'An inventory tool starts to use an old machine’s key.',
  ],
  judge(observation) {
    const { use, story, nature } = observation;
    if (!isJudgedBySteps(observation) && nature !== 'machine') return null;
    const taken = stepsTaken(story, use.at);
    // A glance at a person's desk does not count as a question for secrets.
    const trying = taken.includes('look') && isTryingDoors(observation);
    if (!trying && (taken.length === 0 || stepOf(observation) === null)) return null;
    const isWrong = trying || isAstray(observation, taken);
    const weighed = isWrong ? weighAstray(observation) : weighSteps(observation, taken);
    if (weighed === null) return null;
    return {
      ...weighed,
      key: 'steps',
      evidence: `${waysWords(observation, taken, trying)}; the last was ${use.action}${use.denied ? ', refused' : ''}`,
    };
  },
};

/** What a program is for it does on its first day: that it begins to look around after that takes no habits to be odd. */
function weighAstray(observation: Observation): Weighed {
  return { bits: bitsAstray(observation), authority: 'pin', basis: isSettled(observation) ? 'habit' : 'fact' };
}

function weighSteps(observation: Observation, taken: readonly Step[]): Weighed | null {
  const bits = isClick(observation, taken) ? ofClick : (weights[taken.length] ?? 0);
  if (bits === 0 || !isJudgedBySteps(observation) || mayBeLost(observation, taken)) return null;
  // Three of the steps in other hands than those that it began in are odd without habits.
  const isFact = taken.length >= 3 && isInOtherHandsWhileYoung(observation);
  return { bits, authority: 'corroborate', basis: isFact ? 'fact' : 'habit' };
}

/** It has a few days on record, or does not need them. */
function isJudgedBySteps(observation: Observation): boolean {
  return observation.activeDays >= leastDays || isInOtherHandsWhileYoung(observation);
}

/**
 * Somebody who only looks around and is refused may have lost their way: not after a long silence, though, nor at a place that anybody can
 * rent, nor abroad with a new program.
 */
function mayBeLost(observation: Observation, taken: readonly Step[]): boolean {
  if (taken.length !== 2 || taken.includes('deed')) return false;
  return !isAwakening(observation) && !isAtRentedPlace(observation) && !isStrangerAbroad(observation);
}

/**
 * The console leads to every button by lists of what there is: at a person's own desk the two are one errand. Not where data
 * leaves by it.
 */
function isClick(observation: Observation, taken: readonly Step[]): boolean {
  const { nature, use } = observation;
  const isOne = taken.length === 2 && taken.includes('look') && taken.includes('deed');
  return isOne && nature === 'person' && use.target.sharedWith.length === 0 && isAtDesk(observation);
}

/** Less than a witness. */
const ofClick = 2.5;

/** People take their own program along when they travel, and take another up at home. */
function isStrangerAbroad(observation: Observation): boolean {
  const { client, network, activeDays } = observation;
  if (network === null || network.country === null || network.aws || isWayOut(network) || activeDays < leastDays)
    return false;
  const isNew = (table: TableName, value: string) => trustedDays(observation, table, value) === 0;
  return isNew('country', network.country) && isNew('client', client);
}

const leastDays = 3;

const words: Readonly<Record<Step, string>> = {
  test: 'a test of the key',
  look: 'a look around',
  refusal: 'a refusal',
  glance: 'a glance',
  routine: 'a routine',
  deed: 'a grave call',
};

/** The shortest that can be said of what is odd about it. */
function waysWords(observation: Observation, taken: readonly Step[], trying: boolean): string {
  const { context, story, use } = observation;
  if (trying) {
    const opened = secretsOpened(context.recent, use.at, hour);
    return `Asked for the first time which secrets exist, and for ${opened} that it never opened`;
  }
  if (isCombing(observation)) {
    return `Asked for the first time which secrets exist in ${regionsCombed(story, use.at)} Regions where it was never used`;
  }
  return stepWords(observation, taken);
}

/** `A look around, a refusal and a grave call within hours`, in the order of a story, not in that of the calls. */
function stepWords({ story, use }: Observation, taken: readonly Step[]): string {
  const looks = looksTaken(story, use.at).length;
  const said = taken.map((step) => (step === 'look' && looks > 1 ? `${looks} looks around` : words[step]));
  const whole = inWords.format(said);
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)} within hours`;
}

const inWords = new Intl.ListFormat('en-GB');

/** Bits by how many of the steps were taken. */
const weights: readonly number[] = [0, 0, 3.5, 6, 8];

/** Notes which step a use is, so that the next is seen beside it. */
export function noteStep(observation: Observation): void {
  const { use, story } = observation;
  if (tacticOf(use) === 'discovery' && !ofSecrets.test(use.action)) noteSurvey(story, use);
  const step = stepOf(observation);
  if (step === null) return;
  noteTaken(story, step, use.at);
  // What its owner declared is only seen beside a deed: neither what it asked for nor a refusal counts.
  if (isByOwnersWord(observation)) return;
  if (use.denied) noteTaken(story, 'refusal', use.at);
  if (step !== 'look' && step !== 'glance') return;
  const isStrange = trustedDays(observation, 'region', use.region) === 0;
  noteLook(story, use, isStrange ? use.region : null);
}

function stepOf(observation: Observation): Step | null {
  const { use } = observation;
  // An owner's wide pattern takes in a thief's looks as well, so those still count beside a deed.
  if (isByOwnersWord(observation)) return tacticOf(use) === 'discovery' && isFirst(observation) ? 'glance' : null;
  if (isKeyTest(observation)) return isFirst(observation) || isAtRentedPlace(observation) ? 'test' : 'routine';
  if (isGraveFirst(observation) || isDestroying(observation) || isFirstModelUse(observation)) return 'deed';
  const look = isLookOfThieves(observation) ? 'look' : 'glance';
  const step = tacticOf(use) === 'discovery' ? look : use.denied ? 'refusal' : null;
  return step !== null && isFirst(observation) ? step : null;
}

function isDestroying(observation: Observation): boolean {
  return isFirstDeletion(observation) && !isHousekeeping(observation);
}

/** What wakes up has no habits of its own, and its neighbours' are no excuse. */
function isFirst(observation: Observation): boolean {
  const { use, context, day } = observation;
  return isAwakening(observation)
    ? knownDays(context.baseline, 'action', use.action, day).trusted === 0
    : firstness(observation, 'action', use.action) >= 0.5;
}
