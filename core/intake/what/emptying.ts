import { day, type Instant } from '../../model/instant.ts';
import { type Fields, fieldsOf, manyOf } from '../fields.ts';
import { expiryOf } from '../time.ts';
import type { Request } from '../trail-record.ts';

/**
 * True for a call by which a bucket loses within days all that it holds. Rules that spare something, or wait for longer, are upkeep: logs and
 * builds are kept in this way. Fails toward: upkeep.
 */
export function isEmptying(action: string, { LifecycleConfiguration }: Request, at: Instant | null): boolean {
  if (!setsLifecycle.test(action)) return false;
  return manyOf(fieldsOf(LifecycleConfiguration).Rule).some((rule) => isForAll(fieldsOf(rule), at));
}

const setsLifecycle = /^s3:PutBucketLifecycle(?:Configuration)?$/;

function isForAll({ Status, Prefix, Filter, Expiration }: Fields, at: Instant | null): boolean {
  const days = daysLeft(fieldsOf(Expiration), at);
  const isSoon = days !== null && days <= mostDays;
  return Status === 'Enabled' && isSoon && isAll(Prefix) && Object.entries(fieldsOf(Filter)).every(isAllBy);
}

/** Until objects expire, by their age or on a date; null where they never do. */
function daysLeft({ Days, Date: date }: Fields, at: Instant | null): number | null {
  if (Number(Days) >= 1) return Number(Days);
  const on = expiryOf(date);
  return on === null || at === null ? null : (on - at) / day;
}

function isAllBy([condition, value]: readonly [string, unknown]): boolean {
  return condition === 'Prefix' && isAll(value);
}

/** Every name begins with nothing; a star is no wildcard here, but meant as one. */
function isAll(prefix: unknown): boolean {
  return prefix === undefined || prefix === '' || prefix === '*';
}

/** Who deletes data for a ransom gives its owner a week at most. */
const mostDays = 7;
