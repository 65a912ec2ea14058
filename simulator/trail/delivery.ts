import { hour, type Instant, minute, parseInstant } from '../../core/model/instant.ts';
import { uuid } from '../organisation/ids.ts';
import type { Random } from '../random.ts';
import type { CloudTrailRecord } from '../record/cloudtrail-record.ts';
import type { Log, LoggedRecord } from '../record/log.ts';

/** A record as a trail delivers it: minutes late, sometimes hours, sometimes twice. */
export interface SimulatedRecord {
  readonly deliveredAt: Instant;
  /** Whose log, and of which region. */
  readonly accountId: string;
  readonly region: string;
  readonly record: CloudTrailRecord;
}

/** Each log is delivered by its own chance, so one more log does not move the others. */
export function deliver(log: Log, random: Random): SimulatedRecord[] {
  return log.entries.flatMap((entry) => deliverOne(entry, random));
}

function deliverOne(entry: LoggedRecord, random: Random): SimulatedRecord[] {
  const at = parseInstant(entry.record.eventTime) ?? 0;
  const late = random.chance(0.002);
  const deliveredAt = at + Math.floor(late ? hour * (1 + 5 * random.next()) : minute * (2 + 8 * random.next()));
  const record: CloudTrailRecord = late
    ? {
        ...entry.record,
        addendum: { reason: 'DELIVERY_DELAY', updatedFields: '', originalRequestID: '', originalEventID: '' },
      }
    : entry.record;
  const first = { ...entry, record, deliveredAt };
  if (random.chance(0.005)) return [first, { ...first, deliveredAt: deliveredAt + Math.floor(random.next() * hour) }];
  if (random.chance(0.0005)) return [first, correction(first, random)];
  return [first];
}

/** An addendum repeats a record with some field put right: a new id, but not a new use. */
function correction(first: SimulatedRecord, random: Random): SimulatedRecord {
  const { record } = first;
  const addendum = {
    reason: 'UPDATED_DATA',
    updatedFields: 'responseElements',
    originalRequestID: record.requestID,
    originalEventID: record.eventID,
  };
  return {
    ...first,
    deliveredAt: first.deliveredAt + 2 * hour,
    record: { ...record, eventID: uuid(random), addendum },
  };
}

export function byDelivery(a: SimulatedRecord, b: SimulatedRecord): number {
  if (a.deliveredAt !== b.deliveredAt) return a.deliveredAt - b.deliveredAt;
  return a.record.eventID < b.record.eventID ? -1 : 1;
}
