import { countSettled } from '../context/habits/familiarity.ts';
import {
  countShowing,
  makerOf,
  makersShowing,
  mostShowing,
  noteShowing,
  type Population,
  rolloutWindow,
} from '../context/population.ts';
import type { Network } from '../context/recorded-context.ts';
import { tracesOf } from '../context/traces.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import { hour, type Instant } from '../model/instant.ts';
import { declaredNetwork } from '../signals/anomalous/declared-network.ts';
import { discovery } from '../signals/anomalous/discovery.ts';
import { enumeration } from '../signals/anomalous/enumeration.ts';
import { foreignEndpoint } from '../signals/anomalous/foreign-endpoint.ts';
import { newAction } from '../signals/anomalous/new-action.ts';
import { newAddress } from '../signals/anomalous/new-address.ts';
import { newClient } from '../signals/anomalous/new-client.ts';
import { newCountry } from '../signals/anomalous/new-country.ts';
import { newNetwork } from '../signals/anomalous/new-network.ts';
import { newRegion } from '../signals/anomalous/new-region.ts';
import { newService } from '../signals/anomalous/new-service.ts';
import { rentedNetwork } from '../signals/anomalous/rented-network.ts';
import { daysAtSecondPlace, secondHome } from '../signals/anomalous/second-home.ts';
import { type Observation, ordinaryInAccount, trustedDays } from '../signals/observation.ts';
import { idsOf } from '../signals/registry.ts';
import type { Signal } from '../signals/signal.ts';
import { stepsWindow } from '../signals/what/steps.ts';
import { isRented } from '../signals/who/for-hire.ts';
import { weightOf } from './score.ts';
import type { Scene } from './verdict.ts';
import { apart, isDeed, mayBearWitness, whoGroups } from './witnesses.ts';

/**
 * What one change of the surroundings can set off on many credentials at once: another egress, a new region, an upgrade.
 * Deeds are never among them, nor facts, nor anything hard.
 */
const ofSurroundings = idsOf(
  ...[newNetwork, newAddress, newCountry, rentedNetwork],
  ...[newRegion, newService, newAction, newClient],
);

/** Siblings that show the same thing before it is taken for a rollout, this one included. */
const leastSiblings = 4;

/** Once so many siblings were told of for the same thing, one more is no news. */
export const siblingsTold = 2 * leastSiblings;
const toldOf = 'told';

/**
 * On a network that anybody can rent a place on, a thief with several keys looks like an office whose line happens to be listed as rented: there
 * it takes this many, of whatever kind.
 */
const leastTenants = 8;
const tenant = 'tenant';

/**
 * So many credentials, of whatever kind, that do their usual work at the same new place: a gateway was replaced, or an office moved. Those
 * that do anything else there do not count, nor do those of which no more was seen there than a call.
 */
const leastMovers = 3;
/** Jobs that run once a day come over a new gateway one by one, and a move began when it began, though its work comes again the next day. */
const moveWindow = 48 * hour;
const mover = 'mover';

/**
 * What a move sets off; also that it is to endpoints of a network account, or to a place that is not a declared one, unless the policy makes
 * that a hard signal.
 */
const ofPlaces = idsOf(declaredNetwork, foreignEndpoint, newNetwork, newAddress, newCountry);

/** Weaker signals would only fill the memory. */
const leastBits = 1.5;

/**
 * A rollout explains a new place, program or service, but not where there is an errand beside it, something grave: a thief's rented server is
 * as new to the eighth key as to the first. Then only a move still explains the place, if it was well under way before the errand, and if there
 * are three who do nothing but their usual work for each one that has an errand there.
 */
const astray = 'astray';
const underWay = hour;
const leastErrandBits = 2.5;

/** Looking around is an errand as well: no upgrade lists who else there is. */
const looks = idsOf(enumeration, discovery);

function isErrand(signal: Signal, at: Instant): boolean {
  const isGrave = isDeed(signal) || looks.has(signal.id);
  return isGrave && mayBearWitness(signal) && weightOf(signal, at) >= leastErrandBits;
}

/** Since when there is such an errand in the hours around the signal; null where there is none. */
function errandBeside(signal: Signal, errands: readonly Signal[]): Instant | null {
  const beside = errands.filter((errand) => apart(signal, errand) <= stepsWindow);
  return beside.length === 0 ? null : Math.min(...beside.map(({ at }) => at));
}

/** Remembers what a credential showed by a use. `about`: all that speaks about it, including what it shows now. */
export function noteForRollout(
  observation: Observation,
  { population, maker: makerBehind }: Omit<Neighbours, 'forebears'>,
  kind: string,
  found: readonly Signal[],
  about: readonly Signal[],
): void {
  const heard = found.filter(({ bits }) => bits >= leastBits);
  if (heard.length === 0) return;
  const { network, use } = observation;
  const rented = network !== null && isRented(network);
  const subject = subjectOf(use.credential);
  const maker = makerBehind() ?? makerOf(use.credential);
  const hasMoved = found.every(({ group }) => group === 'origin') && doesItsWorkHere(observation);
  for (const { id, group, key, at } of heard) {
    const thing = `${id} ${key}`;
    if (ofSurroundings.has(id))
      noteShowing(population, rented && group === 'origin' ? tenant : kind, thing, subject, at, maker);
    if (hasMoved && ofPlaces.has(id)) noteShowing(population, mover, thing, maker, at, maker, moveWindow);
  }
  noteAstray(population, about, maker, Math.max(...heard.map(({ at }) => at)));
}

/**
 * Notes a call of its usual work at a new place, and says whether it does that work here: several of its calls, or all where it has fewer. One
 * alone is what a thief makes to see whether a key is good. Nobody moves to a server for hire in this way.
 */
function doesItsWorkHere(observation: Observation): boolean {
  const { use, network, context, day } = observation;
  if (network === null || isRented(network)) return false;
  if (network.kind === 'cloud' && !isInItsCountry(observation, network)) return false;
  const here = workElsewhere.of(network.id);
  here.note(context.recent, use.action, use.at);
  const usual = countSettled(context.baseline, 'action', day);
  return here.count(context.recent, use.at, rolloutWindow) >= Math.min(leastWork, usual);
}

/** It or its account was there before, and not only by visits. */
function isInItsCountry(observation: Observation, { country }: Network): boolean {
  if (country === null || daysAtSecondPlace(observation) !== null) return false;
  return trustedDays(observation, 'country', country) > 0 || ordinaryInAccount(observation, 'country', country);
}

const workElsewhere = tracesOf('work elsewhere');
const leastWork = 3;

function noteAstray(population: Population, about: readonly Signal[], maker: string, at: Instant): void {
  const errands = about.filter((signal) => isErrand(signal, at));
  if (errands.length === 0) return;
  for (const signal of about) {
    const mayBeShared = ofSurroundings.has(signal.id) || ofPlaces.has(signal.id);
    if (mayBeShared && errandBeside(signal, errands) !== null)
      noteShowing(population, astray, `${signal.id} ${signal.key}`, maker, at);
  }
}

export interface Rollout {
  /** Signals that the rollout explains. */
  readonly signals: readonly Signal[];
  /** The most siblings that show one of them. */
  readonly siblings: number;
  /** Of these, what enough siblings were told of already. Nothing on a network that hides who uses it: there each owner has a key to change. */
  readonly oldNews: readonly Signal[];
}

const none: Rollout = { signals: [], siblings: 0, oldNews: [] };

/** Remembers that a credential was told of, and for what others may show as well. */
export function noteTold(
  { population, maker: makerBehind }: Omit<Neighbours, 'forebears'>,
  credential: Credential,
  signals: readonly Signal[],
  at: Instant,
): void {
  const subject = subjectOf(credential);
  const maker = makerBehind() ?? makerOf(credential);
  for (const { id, key } of signals) {
    if (ofSurroundings.has(id)) noteShowing(population, toldOf, `${id} ${key}`, subject, at, maker);
  }
}

function wasTold({ id, key, at: shownAt }: Signal, { population }: Omit<Neighbours, 'maker'>, at: Instant): boolean {
  const since = Math.max(0, at - shownAt);
  return countShowing(population, toldOf, `${id} ${key}`, at, rolloutWindow + since) >= siblingsTold;
}

/** What an account's credentials showed. `forebears` and `maker`: as in `Dossier`. */
export interface Neighbours {
  readonly population: Population;
  readonly forebears: () => ReadonlySet<string>;
  readonly maker: () => string | null;
}

/** Which of the signals are shown by so many siblings at `at` that a rollout is the likelier story. */
export function rolloutAmong(
  signals: readonly Signal[],
  neighbours: Omit<Neighbours, 'maker'>,
  kind: string,
  at: Instant,
  { isAtRentedPlace }: Pick<Scene, 'isAtRentedPlace'>,
): Rollout {
  if (signals.length === 0 || neighbours.population.seen.size < leastMovers) return none;
  let siblings = 0;
  const errands = signals.filter((signal) => isErrand(signal, at));
  const explained = signals.filter((signal) => {
    const alike = siblingsShowing(signal, errandBeside(signal, errands), neighbours, kind, at);
    siblings = Math.max(siblings, alike);
    return alike > 0;
  });
  if (explained.length === 0) return none;
  const told = explained.filter((signal) => wasTold(signal, neighbours, at));
  const oldNews = told.length === 0 || isAtRentedPlace() ? [] : told;
  return { signals: explained, siblings, oldNews };
}

/** How many show it, where they are enough for a rollout or a move; else 0. */
function siblingsShowing(
  { id, group, key, authority, at: shownAt }: Signal,
  errandSince: Instant | null,
  { population, forebears }: Omit<Neighbours, 'maker'>,
  kind: string,
  at: Instant,
): number {
  const thing = `${id === secondHome.id ? newNetwork.id : id} ${key}`;
  // What explained it when it was shown goes on explaining it as long as it speaks.
  const since = Math.max(0, at - shownAt);
  const makers = (kinds: string, within = rolloutWindow) => makersShowing(population, kinds, thing, at, within + since);
  const among = (kinds: string, least: number, count: () => number) => {
    if (mostShowing(population, kinds, thing) < least) return 0;
    const showing = count();
    return showing < least ? 0 : showing;
  };
  const movers = () => {
    const strays = makers(astray, moveWindow);
    const before = errandSince === null ? at : errandSince - underWay;
    const usual = [...makers(mover, moveWindow)].filter(([who, movedAt]) => movedAt <= before && !strays.has(who));
    return usual.length < leastMovers * strays.size ? 0 : usual.length;
  };
  const mayBeMoved = (ofPlaces.has(id) && authority !== 'hard') || isMovedAtNoon(id, authority);
  const moved = mayBeMoved ? among(mover, leastMovers, movers) : 0;
  if (!ofSurroundings.has(id) || errandSince !== null) return moved;
  const tenants = group === 'origin' ? among(tenant, leastTenants, () => makers(tenant).size) : 0;
  const alike = () =>
    whoGroups.has(group)
      ? countShowing(population, kind, thing, at, rolloutWindow + since, forebears())
      : makers(kind).size;
  return Math.max(moved, tenants, among(kind, leastSiblings, alike));
}

/** On the day after a move it looks as if it were at two places. Whoever is where no machine is was not moved there. */
function isMovedAtNoon(id: Signal['id'], authority: Signal['authority']): boolean {
  return id === secondHome.id && authority === 'corroborate';
}
