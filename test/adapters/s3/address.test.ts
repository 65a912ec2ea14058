import { describe, expect, it } from 'vitest';
import { s3PlaceIn } from '../../../adapters/s3/address.ts';

const accessPoint = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/trail';

describe('s3PlaceIn', () => {
  it.each([
    ['s3://logs', { bucket: 'logs', prefix: '' }],
    ['s3://logs/', { bucket: 'logs', prefix: '' }],
    ['s3://logs/AWSLogs/o-1/', { bucket: 'logs', prefix: 'AWSLogs/o-1/' }],
    [`s3://${accessPoint}`, { bucket: accessPoint, prefix: '' }],
    [`s3://${accessPoint}/AWSLogs/x`, { bucket: accessPoint, prefix: 'AWSLogs/x' }],
    ['s3://', null],
    ['s3:///AWSLogs/', null],
    ['s3:/logs', null],
    ['S3://logs', null],
    ['s3://My_Logs/x', null],
    ['s3://arn:aws:iam::111122223333:role/trail', null],
  ])('%s', (uri, place) => {
    expect(s3PlaceIn(uri)).toEqual(place);
  });
});
