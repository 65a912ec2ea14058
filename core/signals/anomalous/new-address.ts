import { programOf } from '../../context/client.ts';
import { daysOfSeveral, daysToSettle, knownDays } from '../../context/habits/familiarity.ts';
import { isLong, lineAt } from '../../context/place.ts';
import type { Network } from '../../context/recorded-context.ts';
import { originOf } from '../../context/sessions/session-record.ts';
import { hoursOf, isPersonByRecord, lineOf } from '../../context/sighting.ts';
import { tracesOf } from '../../context/traces.ts';
import { addressOf } from '../../intake/credential-use.ts';
import { hour } from '../../model/instant.ts';
import {
  isSettled,
  isUsual,
  type Observation,
  ordinaryInAccount,
  recordFor,
  surpriseOf,
  trustedDays,
} from '../observation.ts';
import { leastBits, type UseSignal, whoBesideDeed } from '../signal.ts';
import { lineSurprise } from '../who/at-home.ts';
import { newsWords, placeWords } from '../words.ts';

export const newAddress: UseSignal = {
  judges: 'use',
  hears: ['address'],
  id: 'S56',
  name: 'new-address',
  family: 'anomalous',
  group: 'origin',
  authority: 'corroborate',
  basis: 'habit',
  sentence:
    'The credential is used from another line of its usual network: a neighbour, or another machine of the same cloud and country.',
  attack: ['T1078.004', 'T1090.002'],
  falsePositives: ['A provider gives a line a new address.', 'New gateways are set up in the same Region.'],
  judge(observation) {
    const { use, network } = observation;
    const line = lineOf(use, network);
    if (network === null || line === null || !isSettled(observation)) return null;
    if (!isUsual(observation, 'network', network.id)) return null;
    if (ordinaryInAccount(observation, 'address', line)) return null;
    const news = lineSurprise(observation) ?? 0;
    // Phones and functions without a gateway have another every time.
    if (news < leastBits) return null;
    const evidence = newsWords(observation, 'address', line, `use from ${line} of ${placeWords(network)}`);
    if (isLineOfOthers(observation, line)) return { bits: Math.min(mostOfTheirs, news / 2), key: line, evidence };
    const left = isByManyLines(observation) ? null : lineLeft(observation, network);
    if (left !== null) {
      const bits = Math.max(news, Math.min(most, news + midway));
      return { bits, key: line, evidence: `${evidence}; its session began at ${left}` };
    }
    return { bits: mayBeGivenAnother(observation) ? Math.min(mostOfTheirs, news) : news, key: line, evidence };
  },
};

/**
 * A person's provider may have given their line another address overnight: one, and not where they were at a usual one in the hours before,
 * nor at an hour or with tools that are not theirs.
 */
function mayBeGivenAnother(observation: Observation): boolean {
  const { use, context, story } = observation;
  const { client, system } = programOf(use);
  if (!isPersonByRecord(use, context.session) || !isUsual(observation, 'client', client)) return false;
  if (system !== null && !isUsual(observation, 'system', system)) return false;
  const isAtWork = surpriseOf(observation, 'hours', hoursOf(use.at)) < whoBesideDeed;
  return isAtWork && !usualLine.has(story, ofPerson, use.at, aNight) && newLines.count(story, use.at, aNight) <= 1;
}

/** When a person was at a usual line, and at which they never were before. */
const usualLine = tracesOf('usual line');
const newLines = tracesOf('new line');
const ofPerson = 'theirs';
const aNight = 12 * hour;

export function noteLine(observation: Observation): void {
  const { use, network, context, story } = observation;
  if (!isPersonByRecord(use, context.session)) return;
  const line = lineOf(use, network);
  if (line === null) return;
  const days = trustedDays(observation, 'address', line);
  if (days >= daysToSettle) usualLine.noteAgain(story, ofPerson, use.at);
  else if (days === 0 && newLines.count(story, use.at, aNight) < 2) newLines.noteAgain(story, line, use.at);
}

/** A provider gives a line another address at night or when a router starts, and hardly in the middle of somebody's work. */
const midway = 2.5;
const most = 5;

/**
 * Its own line, at which its session began, where this is another. Not in AWS, where machines are given another after their start, nor
 * between addresses of the two families, which are used in turn.
 */
function lineLeft(observation: Observation, network: Network): string | null {
  const { use, context } = observation;
  if (network.aws || context.session === null) return null;
  const origin = originOf(context.session, network, use.at);
  if (origin === null || origin.address === null || origin.network.id !== network.id) return null;
  if (isLong(origin.address) !== isLong(addressOf(use))) return null;
  return isUsual(observation, 'address', lineAt(origin.address)) ? lineAt(origin.address) : null;
}

/** Behind addresses that a provider's customers share, one comes by several on one day, and by more than a desk, a home and a telephone have. */
function isByManyLines(observation: Observation): boolean {
  const { habits } = recordFor(observation, 'address');
  if (habits.tables.address.entries.size < leastOfMany) return false;
  return daysOfSeveral(habits, 'address', observation.day) >= daysToSettle;
}

const leastOfMany = 8;

/** Of a line that may well be theirs: less than a witness, beside a deed too. */
const mostOfTheirs = 2;

/** Others of the account came over it first, on a day before: a gateway that was replaced between two of its runs. */
function isLineOfOthers({ context, day }: Observation, line: string): boolean {
  const { accountBaseline, baseline } = context;
  if (accountBaseline === null || knownDays(baseline, 'address', line, day).ever) return false;
  return knownDays(accountBaseline, 'address', line, day).ever;
}
