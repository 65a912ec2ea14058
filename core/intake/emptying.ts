import { type Fields, fieldsOf, manyOf } from './fields.ts';
import type { Request } from './trail-record.ts';

/**
 * True for a call by which a bucket loses within days all that it holds. Rules that spare something, or wait for longer, are upkeep: logs and
 * builds are kept in this way. Fails toward: upkeep.
 */
export function isEmptying(action: string, { LifecycleConfiguration }: Request): boolean {
  if (!setsLifecycle.test(action)) return false;
  return manyOf(fieldsOf(LifecycleConfiguration).Rule).some((rule) => isForAll(fieldsOf(rule)));
}

const setsLifecycle = /^s3:PutBucketLifecycle(?:Configuration)?$/;

function isForAll({ Status, Prefix, Filter, Expiration }: Fields): boolean {
  const { Days } = fieldsOf(Expiration);
  const isSoon = Number(Days) >= 1 && Number(Days) <= mostDays;
  return Status === 'Enabled' && isSoon && isAll(Prefix) && Object.entries(fieldsOf(Filter)).every(isAllBy);
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
