import { type Instant, minute, second } from '../model/instant.ts';
import type { Containment } from './containment.ts';
import { isSettled } from './containment.ts';

/** A call that a policy of the principal's own refused. */
export interface Refused {
  readonly at: Instant;
  readonly network: string;
}

/** What honest work suffers from our measures. */
export interface Harmed {
  readonly rows: readonly Containment[];
  readonly calls: number;
  readonly networks: readonly string[];
}

const within = 15 * minute;
/** While a deny spreads it refuses some calls and not others: refusals so early prove nothing. */
const spreading = 10 * second;

/**
 * The measures on a principal that hurt honest work: at least `limit` honest calls were refused while they stood, and
 * nothing has spoken against the principal since. Never a key that was switched off, nor the deny on its sessions: only a
 * person may take those back. Null where there is no harm.
 */
export function harmOf(
  rows: readonly Containment[],
  refused: readonly Refused[],
  doubtedAt: Instant | null,
  limit: number,
  now: Instant,
): Harmed | null {
  const calls = refused.filter(({ at }) => at > now - within && (doubtedAt === null || at > doubtedAt));
  const hurting = rows.filter((row) => {
    const since = row.answer?.at ?? now;
    const during = calls.filter(({ at }) => at > since + spreading);
    return row.desired === 'contained' && isSettled(row) && mayLetGo(row, rows) && during.length >= limit;
  });
  if (hurting.length === 0) return null;
  return { rows: hurting, calls: calls.length, networks: [...new Set(calls.map(({ network }) => network))] };
}

function mayLetGo({ outcomeId, measure: { kind } }: Containment, rows: readonly Containment[]): boolean {
  if (kind === 'pin' || kind === 'quarantine' || kind === 'seal') return true;
  const isOfKey = rows.some((row) => row.outcomeId === outcomeId && row.measure.kind === 'key-status');
  return kind === 'revoke-sessions' && !isOfKey;
}
