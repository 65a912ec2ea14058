import { day, hour, type Instant, minute } from '../../core/model/instant.ts';
import { type Access, type Actor, isOneOf, keyAt } from '../actors/actor.ts';
import type { OpenSession } from '../actors/session.ts';
import { isWorkday, type Organisation } from '../organisation/organisation.ts';
import type { Random } from '../random.ts';
import { bearerKey, consoleSession, userKey } from '../record/identity.ts';
import type { Signer } from '../record/signer.ts';
import type { Technique } from './technique.ts';

/** An actor and the sessions it opened, in order of time. */
export interface Robbed {
  readonly actor: Actor;
  readonly sessions: readonly OpenSession[];
}

export interface Theft {
  readonly victim: Actor;
  readonly stolen: Signer;
  readonly at: Instant;
  /** When the stolen thing stops working. */
  readonly until: Instant;
}

/** Finds somebody whom the technique fits, if possible somebody who was not robbed before. */
export function chooseTheft(
  organisation: Organisation,
  robbable: readonly Robbed[],
  technique: Technique,
  robbed: ReadonlySet<string>,
  random: Random,
): Theft | null {
  const fitting = robbable.filter(({ actor }) => isOneOf(actor, technique.victims));
  const untouched = fitting.filter(({ actor }) => !robbed.has(actor.name));
  for (const one of random.shuffled(untouched.length > 0 ? untouched : fitting)) {
    const theft = steal(organisation, one, technique, random);
    if (theft !== null) return theft;
  }
  return null;
}

/** In the second half of the run, or early enough for what takes long; never before the victim has been seen. */
function steal(organisation: Organisation, from: Robbed, technique: Technique, random: Random): Theft | null {
  const { start, end } = organisation.span;
  const { actor, sessions } = from;
  const lasts = (technique.lasts ?? 0) * day;
  const latest = end - lasts - 4 * hour;
  const earliest = Math.max(actor.active.from, start, Math.min(start + 0.5 * (end - start), latest - day));
  if (earliest >= latest) return null;
  const moment = Math.floor(earliest + random.next() * (latest - earliest));
  const at = technique.own ? atWork(organisation, moment, random) : moment;
  const lasting = stealLasting(actor.access, at, technique);
  if (lasting !== null) return lasting.until < at + lasts ? null : { victim: actor, at, ...lasting };
  const live = sessions.filter((session) => session.from >= earliest && session.from < latest);
  return live.length === 0 ? null : stealSession(actor, random.pick(live), random);
}

/** What can be stolen at any time: keys and passwords. */
function stealLasting(access: Access, at: Instant, technique: Technique): Pick<Theft, 'stolen' | 'until'> | null {
  const until = Number.POSITIVE_INFINITY;
  if (access.kind === 'bearer') return { stolen: bearerKey(access.user), until };
  if (access.kind === 'console' && !technique.own) return { stolen: consoleSession(access.user, at, false), until };
  if (access.kind !== 'key') return null;
  const key = keyAt(access.keys, at);
  return { stolen: userKey(access.user, key.id), until: key.until };
}

/** A session must be live, so the theft follows an opening of the victim's own. */
function stealSession(victim: Actor, session: OpenSession, random: Random): Theft {
  const { signer, from, until } = session;
  const delay = Math.min(30 * minute, (until - from) / 3);
  return { victim, stolen: signer, at: Math.floor(from + 2 * minute + random.next() * delay), until };
}

/** Some working hour of the last working day before `moment`. */
function atWork(organisation: Organisation, moment: Instant, random: Random): Instant {
  const midnight = Math.floor(moment / day) * day - organisation.zone * hour;
  for (let back = 0; back < 7; back++) {
    const noon = midnight + (12 - back * 24) * hour;
    if (isWorkday(organisation, noon)) return noon + random.between(-120, 240) * minute;
  }
  return moment;
}
