import type { Instant } from '../../core/model/instant.ts';
import { simulate } from '../../simulator/simulate.ts';

/** What is read of a record here. */
export interface CloudRecord {
  readonly eventID: string;
  readonly eventTime: string;
  readonly eventSource: string;
}

export interface Traffic {
  readonly accountId: string;
  readonly record: CloudRecord;
  readonly deliveredAt: Instant;
}

/**
 * As many simulated organisations as it takes for so many events, or as are wanted, with the same days side by side, of each
 * the first part, in the order in which they are delivered. Each call is made `density` times where the organisation makes it once.
 */
export function trafficOf(events: number, density: number, incidents: number, organizations: number): Traffic[] {
  const each: Traffic[][] = [];
  for (let seed = 1; each.length < organizations || each.flat().length < events; seed++) {
    const records = simulate({ seed, days: 30, credentials: 20, incidents }).records.flatMap((one) =>
      Array.from({ length: density }, (_, time) => {
        const record = { ...one.record, eventID: `${seed}-${time}-${one.record.eventID}` };
        return { accountId: one.accountId, deliveredAt: one.deliveredAt, record };
      }),
    );
    each.push(records.slice(0, Math.ceil(events / organizations)));
  }
  const all = each.flat().toSorted((a, b) => a.deliveredAt - b.deliveredAt);
  return all.slice(0, events);
}
