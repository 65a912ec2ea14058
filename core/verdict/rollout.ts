import { countShowing, mostShowing, noteShowing, type Population } from '../context/population.ts';
import type { Network } from '../context/recorded-context.ts';
import type { Instant } from '../model/instant.ts';
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

/** Weaker signals would only fill the memory. */
const leastBits = 1.5;

/** Remembers what a credential showed. */
export function noteForRollout(
  population: Population,
  kind: string,
  subject: string,
  found: readonly Signal[],
  network: Network | null,
): void {
  const rented = network !== null && isRented(network);
  for (const { id, group, key, bits, at } of found) {
    if (bits < leastBits || !ofSurroundings.has(id)) continue;
    noteShowing(population, rented && group === 'origin' ? tenant : kind, `${id} ${key}`, subject, at);
  }
}

export interface Rollout {
  /** Signals that the rollout explains. */
  readonly signals: readonly Signal[];
  /** The most siblings that show one of them. */
  readonly siblings: number;
}

const none: Rollout = { signals: [], siblings: 0 };

/** Which of the signals so many siblings show, as of `at`, that a rollout is the likelier story. */
export function rolloutAmong(signals: readonly Signal[], population: Population, kind: string, at: Instant): Rollout {
  if (signals.length === 0 || population.seen.size < leastSiblings) return none;
  let siblings = 0;
  const explained = signals.filter(({ id, group, key }) => {
    if (!ofSurroundings.has(id)) return false;
    const thing = `${id} ${key}`;
    const mayBeRented = group === 'origin' && mostShowing(population, tenant, thing) >= leastTenants;
    if (!mayBeRented && mostShowing(population, kind, thing) < leastSiblings) return false;
    const alike = countShowing(population, kind, thing, at);
    const tenants = group === 'origin' ? countShowing(population, tenant, thing, at) : 0;
    if (alike < leastSiblings && tenants < leastTenants) return false;
    siblings = Math.max(siblings, alike, tenants);
    return true;
  });
  return explained.length === 0 ? none : { signals: explained, siblings };
}
