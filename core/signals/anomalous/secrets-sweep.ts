import { changeDaysBefore, countSettled, knownDays } from '../../context/habits/familiarity.ts';
import { secretOf } from '../../context/sighting.ts';
import { day, hour } from '../../model/instant.ts';
import {
  clearNews,
  firstness,
  isClearNews,
  isSettled,
  isUsual,
  type Observation,
  trustedDays,
} from '../observation.ts';
import type { Finding, UseSignal } from '../signal.ts';
import { asksWhichSecrets, hasLookedAround, stepsWindow, wasRefusedList } from '../what/steps.ts';
import { isInItsPlace } from '../who/at-home.ts';
import { isAtNewPlace, networkSurprise } from '../who/place.ts';
import { secretsOpened } from './credential-access.ts';
import { otherSystem } from './other-system.ts';

export const secretsSweep: UseSignal = {
  judges: 'use',
  hears: ['tactic'],
  id: 'S42',
  name: 'secrets-sweep',
  family: 'anomalous',
  group: 'action',
  authority: 'pin',
  basis: 'fact',
  isDeed: true,
  sentence: 'The credential opens one secret after another that it never opened before.',
  attack: ['T1555.006', 'T1119'],
  falsePositives: ['A new backup or migration reads all secrets.'],
  judge(observation) {
    if (secretOf(observation.use) === null) return null;
    const atOnce = sweepIn(hour, observation);
    const oneByOne = atOnce === null && isPickingElsewhere(observation) ? sweepIn(stepsWindow, observation) : null;
    return atOnce ?? oneByOne ?? slowSweep(observation);
  },
};

function sweepIn(window: number, observation: Observation): Finding | null {
  const { use, context } = observation;
  const opened = secretsOpened(context.recent, use.at, window);
  const first = firstness(observation, 'action', use.action);
  // A reader of the same few every day is answered without working out more.
  if (opened < sweepForSomebodyElse || opened < leastSweep(observation, first)) return null;
  return {
    bits: Math.min(12, 3.5 * Math.log2(opened) + 5 * first),
    key: 'secrets',
    evidence: `Asked for ${opened} secrets within ${window === hour ? 'an hour' : 'hours'}, none of which it had ever opened before`,
    authority: leavesNoHonestStory(observation, opened) ? 'pin' : 'corroborate',
  };
}

/** Whoever asked on a strange network which secrets there are may take hours to open them, one by one. */
function isPickingElsewhere(observation: Observation): boolean {
  const { use, story, network } = observation;
  if (network === null || !isSettled(observation)) return false;
  return trustedDays(observation, 'network', network.id) === 0 && asksWhichSecrets(story, use.at);
}

/** At least `sweepForSomebodyElse`. */
function leastSweep(observation: Observation, first: number): number {
  if (readsForSomebodyElse(observation)) return sweepForSomebodyElse;
  return first < 1 && !isUnvarying(observation) ? sweepOfReader : sweepOfStranger;
}

/** A new service reads all its secrets when it starts, and an old one is given a handful more: that is told of, and contains nothing alone. */
function leavesNoHonestStory(observation: Observation, opened: number): boolean {
  return isSettled(observation) && opened >= mostOfRelease(observation);
}

/** A thief who takes their time takes a day. That is only told of: somebody new to a job opens as many. */
function slowSweep({ context, use }: Observation): Finding | null {
  const opened = secretsOpened(context.recent, use.at, day);
  if (opened < slowSweepSecrets) return null;
  return {
    bits: Math.min(12, 3 * Math.log2(opened)),
    key: 'secrets of a day',
    evidence: `Asked for ${opened} secrets within a day, none of which it had ever opened before`,
    authority: 'corroborate',
  };
}

const slowSweepSecrets = 8;

/**
 * A program that has opened the same secrets for weeks: what it opens is written down somewhere, and it is not written anew by
 * the handful.
 */
function isUnvarying({ nature, habits, activeDays, day }: Observation): boolean {
  return nature !== 'person' && activeDays >= leastSteadyDays && changeDaysBefore(habits, 'resource', day) === 0;
}

const leastSteadyDays = 14;

/**
 * People and programs read secrets at their own place, on their own machine: another place or machine reads for somebody else. So does another
 * program, but at their own place it may be a rewrite or a script.
 */
function readsForSomebodyElse(observation: Observation): boolean {
  if (isAtNewPlace(observation)) return true;
  if (isClearNews(observation, 'client', observation.client) && !isInItsPlace(observation)) return true;
  return (otherSystem.judge(observation)?.bits ?? 0) >= clearNews;
}

/** From so many new secrets at once it is no release. */
function mostOfRelease(observation: Observation): number {
  if (!isAtItsWork(observation)) return sweepOfStranger;
  if (carriesSecrets(observation)) return sweepOfCarrier;
  return wasToldWhich(observation) ? sweepOfProgram : sweepOfStranger;
}

/** A program where and as it always was. */
function isAtItsWork(observation: Observation): boolean {
  const { nature, client } = observation;
  return nature === 'machine' && networkSurprise(observation) === 0 && isUsual(observation, 'client', client);
}

/**
 * A release tells a program the names of what it is to open, and gives it the right to: a handful, once. One that takes all, is refused
 * them or their list, or looked around before was not told.
 */
function wasToldWhich({ story, use, context: { recent } }: Observation): boolean {
  if (use.target.folders === 'all' || use.denied || wasRefusedList(story, use.at)) return false;
  if (hasLookedAround(story, use.at)) return false;
  return secretsOpened(recent, use.at, day) < sweepOfProgram;
}

/**
 * A program whose work is to carry several secrets to others: a release may well add as many again. Where it takes on roles as well, it is
 * not known how many of its resources are secrets.
 */
function carriesSecrets(observation: Observation): boolean {
  const { habits, day, use } = observation;
  if (firstness(observation, 'action', use.action) > 0) return false;
  if (knownDays(habits, 'action', 'sts:AssumeRole', day).ever) return false;
  return countSettled(habits, 'resource', day) >= leastKept;
}

const leastKept = 4;
const sweepOfCarrier = 16;
const sweepOfProgram = 8;

/** Secrets. A deploy that is given a few new ones stays below; four are odd for one that never read any, and three in other hands. */
const sweepOfReader = 6;
const sweepOfStranger = 4;
const sweepForSomebodyElse = 3;
