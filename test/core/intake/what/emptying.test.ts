import { describe, expect, it } from 'vitest';
import { isEmptying } from '../../../../core/intake/what/emptying.ts';
import { parseInstant } from '../../../../core/model/instant.ts';

const expiry = (Days: number) => ({ Status: 'Enabled', Expiration: { Days } });
const on = (date: string) => ({ Status: 'Enabled', Expiration: { Date: date } });
const at = parseInstant('2026-11-02T09:30:00Z');
const rules = (...all: object[]) => ({ LifecycleConfiguration: { Rule: all.length === 1 ? all[0] : all } });

describe('isEmptying', () => {
  it.each([
    ['PutBucketLifecycle', rules(expiry(1))],
    ['PutBucketLifecycleConfiguration', rules({ ...expiry(7), Prefix: '' })],
    ['PutBucketLifecycle', rules({ ...expiry(1), Filter: { Prefix: '' } })],
    ['PutBucketLifecycle', rules({ ...expiry(1), Filter: { Prefix: '*' } })],
    ['PutBucketLifecycle', rules({ ...expiry(90), Prefix: 'logs/' }, { ...expiry(3), Filter: {} })],
    ['PutBucketLifecycle', rules(on('2026-11-09T00:00:00Z'))],
    ['PutBucketLifecycle', rules(on('2026-11-09T00:00:00+00:00'))],
    ['PutBucketLifecycle', rules(on('Nov 1, 2026, 12:00:00 AM'))],
  ])('%s that has all objects deleted: %o', (call, request: object) => {
    expect(isEmptying(`s3:${call}`, request, at)).toBe(true);
  });

  it.each([
    ['PutBucketLifecycle', rules(expiry(8))],
    ['PutBucketLifecycle', rules(on('2026-11-10T00:00:00Z'))],
    ['PutBucketLifecycle', rules(on('soon'))],
    ['PutBucketLifecycle', rules({ ...expiry(1), Status: 'Disabled' })],
    ['PutBucketLifecycle', rules({ ...expiry(1), Prefix: 'tmp/' })],
    ['PutBucketLifecycle', rules({ ...expiry(1), Filter: { Prefix: 'tmp/' } })],
    ['PutBucketLifecycle', rules({ ...expiry(1), Filter: { Tag: { Key: 'kept', Value: 'no' } } })],
    ['PutBucketLifecycle', rules({ ...expiry(1), Filter: { And: { Prefix: '', ObjectSizeGreaterThan: 1 } } })],
    ['PutBucketLifecycle', rules({ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } })],
    ['PutBucketLifecycle', rules({ Status: 'Enabled', Expiration: { ExpiredObjectDeleteMarker: true } })],
    ['PutBucketLifecycle', rules()],
    ['PutBucketLifecycle', {}],
    ['PutBucketTagging', rules(expiry(1))],
  ])('%s that spares something, or waits: %o', (call, request: object) => {
    expect(isEmptying(`s3:${call}`, request, at)).toBe(false);
  });
});
