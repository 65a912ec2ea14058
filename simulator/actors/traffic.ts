import type { Instant } from '../../core/model/instant.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Place } from '../organisation/places.ts';
import { type Stock, trialModels } from '../organisation/stock.ts';
import type { Random } from '../random.ts';
import type { Failure } from '../record/failure.ts';
import { Log } from '../record/log.ts';
import { type Circumstances, recordOf } from '../record/record.ts';
import { ordinaryCall } from '../record/request.ts';
import type { Signer } from '../record/signer.ts';
import type { Actor, Episode, Workload } from './actor.ts';
import { byproducts } from './byproducts.ts';
import { type Stint, stintsOf } from './rhythm.ts';
import { type OpenSession, openSession, stillOpen } from './session.ts';

export interface Traffic {
  readonly log: Log;
  readonly sessions: readonly OpenSession[];
}

interface Manner extends Circumstances {
  readonly workload: Workload;
  readonly rate: number;
}

/** Everything that the actor does on its own account. */
export function trafficOf(actor: Actor, organisation: Organisation): Traffic {
  const random = chanceOf(actor, organisation);
  const log = new Log();
  // Whatever runs in another region has a session of its own there.
  const sessions: (OpenSession & { readonly region: string })[] = [];
  for (const stint of workOf(actor, organisation)) {
    const own = random.fork(`stint/${stint.at}`);
    const manner = mannerAt(actor, stint.at, own);
    if (manner.rate === 0) continue;
    let session = sessions.at(-1);
    const left = session !== undefined && changedMachine(actor, session.from, stint.at);
    if (
      session === undefined ||
      left ||
      session.region !== manner.region ||
      !stillOpen(session, actor.access, stint.at)
    ) {
      session = { ...openSession(actor, manner, own, log), region: manner.region };
      sessions.push(session);
    }
    work(actor, session.signer, manner, stint, own, log);
  }
  return { log, sessions };
}

/** Keys are copied; sessions are not. */
function changedMachine({ episodes }: Actor, since: Instant, at: Instant): boolean {
  return episodes.some(
    ({ otherMachine, from, until }) => otherMachine === true && from > since && from <= at && at < until,
  );
}

/** When the actor works, unless an episode keeps it from it. */
export function workOf(actor: Actor, organisation: Organisation): Stint[] {
  const { from, until } = actor.active;
  const stints = stintsOf(actor.rhythm, organisation, chanceOf(actor, organisation).fork('rhythm'));
  return stints.filter(({ at }) => at >= from && at < until);
}

function chanceOf(actor: Actor, organisation: Organisation): Random {
  return organisation.random.fork(`traffic/${actor.name}`);
}

/** Where, with what and how much the actor works at `at`: its habits under the episodes that hold then. */
export function mannerAt(actor: Actor, at: Instant, random: Random): Manner {
  const active = actor.episodes.filter((one) => at >= one.from && at < one.until);
  const episode: Partial<Episode> = Object.assign({}, ...active);
  const usual = random.weighted<Place>(actor.places);
  return {
    at,
    place: active.reduce((place, { move, place: away }) => away ?? (move?.from === place ? move.to : place), usual),
    agent: episode.agent ?? random.pick(actor.agents),
    region: episode.region ?? actor.region,
    workload: [...actor.workload, ...(episode.extra ?? [])],
    rate: episode.rate ?? 1,
  };
}

function work(actor: Actor, signer: Signer, manner: Manner, stint: Stint, random: Random, log: Log): void {
  let at = manner.at;
  for (let i = 0; i < stint.calls * manner.rate; i++) {
    at += 1000 + Math.floor(random.exponential(stint.gap / manner.rate));
    const action = random.weighted(manner.workload);
    const subject = { stock: stockFor(actor, random), accountId: actor.account.id, region: manner.region };
    const call = ordinaryCall(action, subject, random);
    const failure = mishap(actor, random);
    const circumstances = { ...manner, at, place: doorOf(actor, manner, action) };
    const record = recordOf(random, signer, circumstances, failure === null ? call : { ...call, failure });
    log.add(record);
    if (failure === null) byproducts(random, record, subject, log);
  }
}

/** Whoever improvises tries whatever model there is. */
function stockFor({ stock, improvises }: Actor, random: Random): Stock {
  return improvises ? { ...stock, model: random.pick(trialModels) } : stock;
}

/** An endpoint serves one region and some services; everything else leaves by the gateway. */
function doorOf({ byEndpoint, account }: Actor, { place, region }: Manner, action: string): Place {
  const [service = ''] = action.split(':');
  return region === account.region && byEndpoint.includes(service) ? account.endpoint : place;
}

function mishap(actor: Actor, random: Random): Failure | null {
  const { denied, throttled, missing } = actor.mishaps;
  const roll = random.next();
  if (roll < denied) return 'denied';
  if (roll < denied + throttled) return 'throttled';
  return roll < denied + throttled + missing ? 'missing' : null;
}
