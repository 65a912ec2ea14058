import type { Instant } from '../../core/model/instant.ts';
import type { Place } from '../organisation/places.ts';
import type { Random } from '../random.ts';
import type { JsonObject } from '../record/cloudtrail-record.ts';
import type { Failure } from '../record/failure.ts';
import type { Log } from '../record/log.ts';
import { recordOf } from '../record/record.ts';
import { ordinaryCall } from '../record/request.ts';
import type { Actor, Workload } from './actor.ts';
import { openSession } from './session.ts';
import { mannerAt } from './traffic.ts';

/** A piece of work outside the actor's rhythm: an audit, a drill, a night on call. */
export interface Errand {
  readonly at: Instant;
  readonly workload: Workload;
  readonly calls: number;
  /** Mean milliseconds between calls. */
  readonly gap: number;
  readonly place?: Place;
  readonly agent?: string;
  /** Where it takes place inside a session that was opened as ever, such as CloudShell in the console. */
  readonly inUsualSession?: true;
  readonly region?: string;
  /** Share of refused calls. */
  readonly denied?: number;
  /** What calls are about, where it is not the workload's everyday. */
  readonly requests?: Readonly<Record<string, JsonObject>>;
}

/** Runs it with the actor's own credential; returns the moment after the last call. */
export function runErrand(actor: Actor, errand: Errand, random: Random, log: Log): Instant {
  const usual = mannerAt(actor, errand.at, random);
  const manner = {
    ...usual,
    place: errand.place ?? usual.place,
    agent: errand.agent ?? usual.agent,
    region: errand.region ?? usual.region,
  };
  const { signer } = openSession(actor, errand.inUsualSession ? usual : manner, random, log);
  const subject = { stock: actor.stock, accountId: actor.account.id, region: manner.region };
  let at = errand.at;
  for (let i = 0; i < errand.calls; i++) {
    at += 1000 + Math.floor(random.exponential(errand.gap));
    const failure: { failure?: Failure } = random.chance(errand.denied ?? 0) ? { failure: 'denied' } : {};
    const call = ordinaryCall(random.weighted(errand.workload), subject, random);
    const parameters = errand.requests?.[call.action] ?? call.parameters ?? null;
    log.add(recordOf(random, signer, { ...manner, at }, { ...call, parameters, ...failure }));
  }
  return at;
}
