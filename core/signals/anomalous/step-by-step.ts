import type { TableName } from '../../context/habits/baseline.ts';
import { knownDays } from '../../context/habits/familiarity.ts';
import { isWayOut } from '../../context/recorded-context.ts';
import { hour } from '../../model/instant.ts';
import { bitsAstray, isAstray, isCombing, isTryingDoors } from '../astray.ts';
import { isAtDesk } from '../at-home.ts';
import { isAtRentedPlace, isInOtherHandsWhileYoung } from '../for-hire.ts';
import { tacticOf } from '../grave-actions.ts';
import { firstness, isSettled, type Observation, trustedDays } from '../observation.ts';
import { isByOwnersWord } from '../owners-word.ts';
import type { UseSignal } from '../signal.ts';
import { isAwakening } from '../silence.ts';
import { looksTaken, noteLook, noteTaken, regionsCombed, type Step, stepsTaken } from '../steps.ts';
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
  sentence: 'Step by step as a thief goes: a test of the key, a first look around, a refusal, a first grave call.',
  attack: ['T1087.004', 'T1580', 'T1078.004'],
  falsePositives: [
    'An administrator finds the way to a new task by trial and error.',
    'An inventory tool is pointed at an old machine’s key.',
  ],
  judge(observation) {
    const { use, story, activeDays } = observation;
    const besideIts = isInOtherHandsWhileYoung(observation);
    if (activeDays < leastDays && observation.nature !== 'machine' && !besideIts) return null;
    const taken = stepsTaken(story, use.at);
    const bits = weights[taken.length] ?? 0;
    // What was a glance when it was taken, at a person's desk, is no question for secrets.
    const trying = taken.includes('look') && isTryingDoors(observation);
    if (!trying && (taken.length === 0 || stepOf(observation) === null)) return null;
    const astray = trying || isAstray(observation, taken);
    if (!astray && (bits === 0 || (activeDays < leastDays && !besideIts))) return null;
    // Whoever only looks around and is refused may have lost their way, though not into a place that anybody can rent, nor
    // abroad with a program that is none of theirs.
    const mayBeLost = !isAwakening(observation) && !isAtRentedPlace(observation) && !isStrangerAbroad(observation);
    if (!astray && taken.length === 2 && !taken.includes('deed') && mayBeLost) return null;
    return {
      bits: astray ? bitsAstray(observation) : isClick(observation, taken) ? ofClick : bits,
      key: 'steps',
      authority: astray ? 'pin' : 'corroborate',
      // What a program is for it does on its first day: that it begins to look around after that takes no habits to be odd.
      // Nor does it to go three of the steps at a place for hire, beside the one where it began.
      basis: (astray && !isSettled(observation)) || (besideIts && taken.length >= 3) ? 'fact' : 'habit',
      evidence: `${waysWords(observation, taken, trying)}; the last ${use.action}${use.denied ? ', refused' : ''}`,
    };
  },
};

/**
 * In the console nobody comes to a button but by lists of what there is: at a person's own desk the two are one errand. Not
 * where data leaves by it.
 */
function isClick(observation: Observation, taken: readonly Step[]): boolean {
  const { nature, use } = observation;
  const isOne = taken.length === 2 && taken.includes('look') && taken.includes('deed');
  return isOne && nature === 'person' && use.target.sharedWith.length === 0 && isAtDesk(observation);
}

/** Less than a witness. */
const ofClick = 2.5;

/** Who travels takes their own program along, and who takes another up does so at home. */
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

/** What it is told for: the shortest of what is odd about it. */
function waysWords(observation: Observation, taken: readonly Step[], trying: boolean): string {
  const { context, story, use } = observation;
  if (trying) {
    const opened = secretsOpened(context.recent, use.at, hour);
    return `Asked for the first time which secrets there are, and for ${opened} that it never opened`;
  }
  if (isCombing(observation)) {
    return `Asked for the first time which secrets there are in ${regionsCombed(story, use.at)} Regions where it never was`;
  }
  return stepWords(observation, taken);
}

/** `A look around, a refusal and a grave call within hours, …`, in the order of a story, which need not be theirs. */
function stepWords({ story, use }: Observation, taken: readonly Step[]): string {
  const looks = looksTaken(story, use.at).length;
  const said = taken.map((step) => (step === 'look' && looks > 1 ? `${looks} looks around` : words[step]));
  const whole = inWords.format(said);
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)} within hours, each for the first time`;
}

const inWords = new Intl.ListFormat('en-GB');

/** Bits by how many of the steps were taken. */
const weights: readonly number[] = [0, 0, 3.5, 6, 8];

/** Notes which step a use is, so that the next is seen beside it. */
export function noteStep(observation: Observation): void {
  const step = stepOf(observation);
  if (step === null) return;
  const { use, story } = observation;
  noteTaken(story, step, use.at);
  // What its owner wrote down is seen beside a deed, and says nothing by what was asked for, nor by a refusal.
  if (isByOwnersWord(observation)) return;
  if (use.denied) noteTaken(story, 'refusal', use.at);
  if (step !== 'look' && step !== 'glance') return;
  const isStrange = trustedDays(observation, 'region', use.region) === 0;
  noteLook(story, use.action, isStrange ? use.region : null, use.at);
}

function stepOf(observation: Observation): Step | null {
  const { use } = observation;
  // Its owner's wide pattern takes in a thief's looks, so that they are seen beside a deed.
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

/** What sleeps has no habits of its own: there, its neighbours' are no excuse. */
function isFirst(observation: Observation): boolean {
  const { use, context, day } = observation;
  return isAwakening(observation)
    ? knownDays(context.baseline, 'action', use.action, day).trusted === 0
    : firstness(observation, 'action', use.action) >= 0.5;
}
