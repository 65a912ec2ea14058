import { countShowing, mostShowing, noteShowing, type Population, rolloutWindow } from '../context/population.ts';
import type { Network } from '../context/recorded-context.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import { hour, type Instant } from '../model/instant.ts';
import { isRented } from '../signals/anomalous/rented-network.ts';
import type { Signal } from '../signals/signal.ts';

/**
 * What one change of the surroundings can set off on many credentials at once: another egress, a new region, an upgrade.
 * Deeds are never among them, nor facts, nor anything hard.
 */
const ofSurroundings = new Set(['S09', 'S10', 'S11', 'S13', 'S14', 'S15', 'S28', 'S56']);

/** Siblings that show the same thing before it is taken for a rollout, this one included. */
const leastSiblings = 4;

/**
 * On a network that anybody can rent a place on, a thief with several keys looks the same as an office whose line was
 * listed: it takes this many, of whatever kind.
 */
const leastTenants = 8;
const tenant = 'tenant';

/**
 * Credentials of whatever kind that do their usual work at the same new place: a gateway was replaced or an office moved. Who
 * has something else to do there does not vouch for it.
 */
const leastMovers = 3;
/** Jobs that run once a day come over a new gateway one by one, and what is seen again within a day is noted once. */
const moveWindow = 48 * hour;
const mover = 'mover';

/** A move may outgrow a declaration of places, too, unless the policy enforces those. */
const ofPlaces = new Set(['S03', 'S09', 'S10', 'S56']);

/** Weaker signals would only fill the memory. */
const leastBits = 1.5;

/** Remembers what a credential showed. */
export function noteForRollout(
  population: Population,
  kind: string,
  credential: Credential,
  found: readonly Signal[],
  network: Network | null,
): void {
  const rented = network !== null && isRented(network);
  const subject = subjectOf(credential);
  // The keys and the password of one user move in one bag.
  const who = credential.kind === 'role' ? subject : credential.principal;
  const isUsualWork = !rented && found.every(({ group }) => group === 'origin');
  for (const { id, group, key, bits, at } of found) {
    if (bits < leastBits) continue;
    const thing = `${id} ${key}`;
    if (ofSurroundings.has(id))
      noteShowing(population, rented && group === 'origin' ? tenant : kind, thing, subject, at);
    if (isUsualWork && ofPlaces.has(id)) noteShowing(population, mover, thing, who, at);
  }
}

export interface Rollout {
  /** Signals that the rollout explains. */
  readonly signals: readonly Signal[];
  /** The most siblings that show one of them. */
  readonly siblings: number;
}

const none: Rollout = { signals: [], siblings: 0 };

/** What an account's credentials showed, and who of them are behind the one that is judged. */
export interface Neighbours {
  readonly population: Population;
  readonly forebears: () => ReadonlySet<string>;
}

/** Which of the signals so many siblings show, as of `at`, that a rollout is the likelier story. */
export function rolloutAmong(signals: readonly Signal[], neighbours: Neighbours, kind: string, at: Instant): Rollout {
  if (signals.length === 0 || neighbours.population.seen.size < leastMovers) return none;
  let siblings = 0;
  let behind: ReadonlySet<string> | null = null;
  const forebears = () => {
    behind ??= neighbours.forebears();
    return behind;
  };
  const asked = { population: neighbours.population, forebears };
  const explained = signals.filter((signal) => {
    const alike = siblingsShowing(signal, asked, kind, at);
    siblings = Math.max(siblings, alike);
    return alike > 0;
  });
  return explained.length === 0 ? none : { signals: explained, siblings };
}

/** How many show it, where they are enough for a rollout or a move; else 0. */
function siblingsShowing(
  { id, group, key, authority, at: shownAt }: Signal,
  { population, forebears }: Neighbours,
  kind: string,
  at: Instant,
): number {
  const thing = `${id} ${key}`;
  // What explained it when it was shown goes on explaining it as long as it speaks.
  const since = Math.max(0, at - shownAt);
  const among = (kinds: string, least: number, within = rolloutWindow) => {
    if (mostShowing(population, kinds, thing) < least) return 0;
    const showing = countShowing(population, kinds, thing, at, within + since, forebears());
    return showing < least ? 0 : showing;
  };
  const moved = ofPlaces.has(id) && authority !== 'hard' ? among(mover, leastMovers, moveWindow) : 0;
  if (!ofSurroundings.has(id)) return moved;
  const tenants = group === 'origin' ? among(tenant, leastTenants) : 0;
  return Math.max(moved, tenants, among(kind, leastSiblings));
}
