import { describe, expect, it } from 'vitest';
import { dataReadBy } from '../../../../core/intake/what/data.ts';

const object = (key: unknown) => dataReadBy('s3:GetObject', { bucketName: 'ledger', key });
const list = (prefix?: unknown) => dataReadBy('s3:ListObjects', { bucketName: 'ledger', prefix });

describe('the data set that a call reads', () => {
  it('is a bucket and the first folder of an object, or of what is looked through', () => {
    expect(object('invoices/paid/a.pdf')).toBe('ledger/invoices');
    expect(list('invoices/')).toBe('ledger/invoices');
    expect(list('invoices/paid')).toBe('ledger/invoices');
  });

  it('is the bucket alone where there is no folder', () => {
    for (const path of ['index.html', '/odd', '', undefined, 7, { a: 'b/c' }]) {
      expect(object(path)).toBe('ledger/');
      expect(list(path)).toBe('ledger/');
    }
  });

  it('is named by no more than the caller may be trusted with', () => {
    expect(object(`${'x'.repeat(900)}/a`)).toBe(`ledger/${'x'.repeat(128)}`);
  });

  it('is the same on the next day and for the next customer', () => {
    expect(object('2026-11-04/a.csv')).toBe(object('2026-12-31/b.csv'));
    expect(object('customer-17/a.csv')).toBe(object('customer-4711/b.csv'));
    const ids = ['9B1C0d3e-1f2a-4b5c-8d6e-7f8091a2b3c4', 'aaaabbbb-cccc-dddd-eeee-ffffaaaabbbb'];
    expect(new Set(ids.map((id) => object(`${id}/a.csv`))).size).toBe(1);
    expect(object('deadbeef0/a')).toBe(object('cafecafe1/a'));
    expect(object('facade/a')).not.toBe(object('cafe/a'));
    expect(object('deadbeef/a')).not.toBe(object('cafecafe/a'));
  });

  it('is the same bucket, whatever call reads it', () => {
    for (const call of ['GetObject', 'SelectObjectContent'])
      expect(dataReadBy(`s3:${call}`, { bucketName: 'ledger', key: 'in/a' })).toBe('ledger/in');
    for (const call of ['ListObjects', 'ListObjectVersions'])
      expect(dataReadBy(`s3:${call}`, { bucketName: 'ledger', prefix: 'in/' })).toBe('ledger/in');
    for (const call of ['GetItem', 'Query', 'Scan'])
      expect(dataReadBy(`dynamodb:${call}`, { tableName: 't' })).toBe('t');
  });

  it('is a table or a repository by its name', () => {
    expect(dataReadBy('dynamodb:Scan', { tableName: 'orders-2' })).toBe('orders-2');
    const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders-2';
    expect(dataReadBy('dynamodb:Scan', { tableName: arn })).toBe('orders-2');
    expect(dataReadBy('ecr:BatchGetImage', { repositoryName: 'team/web' })).toBe('team/web');
  });

  it('is none for a call that reads nothing, or does not say of what', () => {
    expect(dataReadBy('s3:PutObject', { bucketName: 'ledger', key: 'a/b' })).toBe(null);
    expect(dataReadBy('constructor', { bucketName: 'ledger' })).toBe(null);
    expect(dataReadBy('s3express:GetObject', { bucketName: 'fast--use1-az4--x-s3', key: 'a/b' })).toBe(
      'fast--use1-az4--x-s3/a',
    );
    expect(dataReadBy('s3:GetObject', { key: 'a/b' })).toBe(null);
  });
});
