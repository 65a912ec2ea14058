import { ListObjectsV2Command, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { bucketOf } from './simulation.ts';

function listingOf(...keys: readonly string[]) {
  const client = bucketOf('logs', keys);
  const list = (asked: Partial<ConstructorParameters<typeof ListObjectsV2Command>[0]> = {}) =>
    client.send(new ListObjectsV2Command({ Bucket: 'logs', ...asked }));
  return { client, list };
}

const keysOf = ({ Contents = [] }: { Contents?: { Key?: string | undefined }[] | undefined }) =>
  Contents.map(({ Key }) => Key);
const prefixesOf = ({ CommonPrefixes = [] }: { CommonPrefixes?: { Prefix?: string | undefined }[] | undefined }) =>
  CommonPrefixes.map(({ Prefix }) => Prefix);

describe('a bucket is listed', () => {
  test('by the bytes of its keys, whatever the order in which they came', async () => {
    const { list } = listingOf('b', 'ä', 'a/2', 'B', 'a/1', 'a&<b');
    expect(keysOf(await list())).toEqual(['B', 'a&<b', 'a/1', 'a/2', 'b', 'ä']);
    const of = await list({ Prefix: 'a/' });
    expect(of).toMatchObject({ Name: 'logs', Prefix: 'a/', KeyCount: 2, MaxKeys: 1_000, IsTruncated: false });
    expect(of.Contents?.[0]).toMatchObject({ Key: 'a/1', Size: 6 });
    expect((await list({ Prefix: 'ä' })).Contents?.[0]?.Size).toBe(5);
    expect(of.NextContinuationToken).toBeUndefined();
  });

  test('folder by folder: what stands behind the delimiter counts once, and only behind the prefix', async () => {
    const { list } = listingOf('a/1', 'a/2/x', 'a/2/y', 'a/3/x', 'b', 'c/1');
    const top = await list({ Delimiter: '/' });
    expect([keysOf(top), prefixesOf(top), top.KeyCount]).toEqual([['b'], ['a/', 'c/'], 3]);
    const within = await list({ Delimiter: '/', Prefix: 'a/' });
    expect([keysOf(within), prefixesOf(within), within.KeyCount]).toEqual([['a/1'], ['a/2/', 'a/3/'], 3]);
    // A prefix is text, and ends where it likes.
    expect(prefixesOf(await list({ Delimiter: '/', Prefix: 'a' }))).toEqual(['a/']);
    expect(prefixesOf(await list({ Delimiter: '2/', Prefix: 'a' }))).toEqual(['a/2/']);
  });

  test('page by page, folders and keys counted together, none twice and none left out', async () => {
    const { client, list } = listingOf('a/1', 'a/2', 'b', 'c/1', 'c/2', 'd');
    const first = await list({ MaxKeys: 2, Delimiter: '/' });
    expect(first).toMatchObject({ KeyCount: 2, MaxKeys: 2, IsTruncated: true });
    expect([prefixesOf(first), keysOf(first)]).toEqual([['a/'], ['b']]);
    const ContinuationToken = first.NextContinuationToken;
    const second = await list({ MaxKeys: 2, Delimiter: '/', ContinuationToken });
    expect(second).toMatchObject({ KeyCount: 2, IsTruncated: false, ContinuationToken });
    expect([prefixesOf(second), keysOf(second)]).toEqual([['c/'], ['d']]);
    for (const size of [1, 2, 3, 6]) {
      const pages = [];
      for await (const page of paginateListObjectsV2({ client, pageSize: size }, { Bucket: 'logs' })) pages.push(page);
      expect(pages.flatMap(keysOf), `${size} a page`).toEqual(['a/1', 'a/2', 'b', 'c/1', 'c/2', 'd']);
      expect(pages).toHaveLength(6 / size);
    }
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  test('a thousand keys a page and no more, whatever is asked for', async () => {
    const { list } = listingOf(...Array.from({ length: 1_001 }, (_, i) => `k${i}`));
    expect(await list()).toMatchObject({ KeyCount: 1_000, IsTruncated: true });
    expect(await list({ MaxKeys: 5_000 })).toMatchObject({ KeyCount: 1_000, MaxKeys: 1_000, IsTruncated: true });
  });

  test('from behind a key on, be it there or not; with a token, that is past', async () => {
    const { list } = listingOf('a', 'b', 'c', 'd');
    expect(keysOf(await list({ StartAfter: 'b' }))).toEqual(['c', 'd']);
    expect(keysOf(await list({ StartAfter: 'bb' }))).toEqual(['c', 'd']);
    const { NextContinuationToken: ContinuationToken } = await list({ MaxKeys: 1, StartAfter: 'a' });
    expect(keysOf(await list({ StartAfter: 'a', ContinuationToken }))).toEqual(['c', 'd']);
  });

  test('not as nobody may ask, nor where there is no bucket; an empty one is there', async () => {
    const { client, list } = listingOf();
    expect(await list({ Delimiter: '/' })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    await expect(list({ ContinuationToken: 'made up' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ StartAfter: 'a', Delimiter: '/' })).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(client.send(new ListObjectsV2Command({ Bucket: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});
