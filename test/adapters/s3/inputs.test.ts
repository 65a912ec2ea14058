import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { openObjects } from '../../../adapters/s3/inputs.ts';
import { readAll } from '../files/reading.ts';

const stored = gzipSync('{"Records":[{"eventID":"a"}]}');
const day = 'AWSLogs/1/CloudTrail/eu-central-1/2026/11/02';
const keys = [
  `${day}/a.json.gz`,
  `${day}/b with space.json.gz`,
  'AWSLogs/1/CloudTrail-Digest/x/d.json.gz',
  'folder/',
  'hose',
];

interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}
interface Answered {
  readonly status: number;
  readonly body: Uint8Array | string;
}

/** A client whose every request is answered here. */
function s3(answer: (asked: Asked) => Answered): S3Client {
  return new S3Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIAEXAMPLEKEY000001', secretAccessKey: 'not-a-secret' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: Asked) => {
        const { status, body } = answer(request);
        return { response: { statusCode: status, headers: {}, body: Readable.from([Buffer.from(body)]) } };
      },
    },
  });
}

function listing(some: readonly string[], next = ''): string {
  const contents = some.map((key) => `<Contents><Key>${key}</Key><Size>${stored.length}</Size></Contents>`).join('');
  const token = next === '' ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  return `<ListBucketResult>${contents}<IsTruncated>${next !== ''}</IsTruncated>${token}</ListBucketResult>`;
}

const bucket = s3(({ query }) => {
  if (query['list-type'] !== '2') return { status: 200, body: stored };
  const matching = keys.filter((key) => key.startsWith(query.prefix ?? ''));
  if (query['continuation-token'] === 'more') return { status: 200, body: listing(matching.slice(1)) };
  return { status: 200, body: listing(matching.slice(0, 1), 'more') };
});

function refusing(code: string, status: number): S3Client {
  return s3(() => ({ status, body: `<Error><Code>${code}</Code><Message>no</Message></Error>` }));
}

async function find(uri: string, client: S3Client): Promise<string[]> {
  const found: string[] = [];
  for await (const input of openObjects(uri, client)) {
    if (!('file' in input)) found.push(`${input.kind} ${input.path} ${input.reason}`);
    else found.push(`${input.kind} ${input.file.path} ${JSON.stringify((await readAll(input.file)).records)}`);
  }
  return found;
}

describe('s3://', () => {
  it('reads all pages under a prefix, and accounts for what it passes over', async () => {
    expect(await find('s3://logs', bucket)).toEqual([
      `file s3://logs/${day}/a.json.gz [{"eventID":"a"}]`,
      `file s3://logs/${day}/b with space.json.gz [{"eventID":"a"}]`,
      'skipped s3://logs/AWSLogs/1/CloudTrail-Digest/x/d.json.gz contains no calls: it is a CloudTrail digest file',
      'unnamed s3://logs/hose [{"eventID":"a"}]',
    ]);
  });

  it('reads the one object that is named', async () => {
    expect(await find(`s3://logs/${day}/a.json.gz`, bucket)).toHaveLength(1);
    expect(await find('s3://logs/hose', bucket)).toEqual(['file s3://logs/hose [{"eventID":"a"}]']);
  });

  it('streams an object of unknown size', async () => {
    for await (const input of openObjects(`s3://logs/${day}/a.json.gz`, bucket)) {
      if (!('file' in input)) throw new Error(input.reason);
      expect(await readAll({ ...input.file, size: null })).toEqual({ records: [{ eventID: 'a' }], unreadable: null });
    }
  });

  it.each([
    ['s3:///x', bucket, 'unreadable s3:///x is no S3 address: write s3://bucket/prefix'],
    ['s3://logs/none', bucket, 'unreadable s3://logs/none contains no objects'],
    ['s3://logs/', refusing('AccessDenied', 403), 'unreadable s3://logs/ may not be read with these AWS credentials'],
    ['s3://logs/', refusing('NoSuchBucket', 404), 'unreadable s3://logs/ is in a bucket that does not exist'],
  ])('says what is wrong with %s', async (uri, client, told) => {
    expect(await find(uri, client)).toEqual([told]);
  });

  it('tells one object that may not be read and goes on', async () => {
    const archived = s3(({ query, path }) => {
      if (query['list-type'] === '2') return { status: 200, body: listing(keys.slice(0, 2)) };
      if (!path.includes('space')) return { status: 403, body: '<Error><Code>InvalidObjectState</Code></Error>' };
      return { status: 200, body: stored };
    });
    const outcomes = [];
    for await (const input of openObjects('s3://logs', archived))
      if (input.kind === 'file') outcomes.push((await readAll(input.file)).unreadable);
    expect(outcomes).toEqual(['is archived: restore it first', null]);
  });
});
