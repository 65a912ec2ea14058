import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { minute } from '../../core/model/instant.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { policyIn, settingsIn } from '../../functions/settings.ts';

/** A bucket, at the seam where the SDK would open a connection. */
const bucket = { objects: new Map<string, string>(), refuses: (_key: string): boolean => false, asked: 0 };
let time = 0;
let settings: ReturnType<typeof settingsIn>;

const client = new S3Client({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  requestHandler: {
    handle: async ({ path, query }: { path: string; query: Readonly<Record<string, string>> }) => {
      bucket.asked += 1;
      const key = decodeURIComponent(path).replace(/^\//, '');
      const answer = (statusCode: number, body: string) => {
        return { response: { statusCode, headers: {}, body: Readable.from([Buffer.from(body)]) } };
      };
      if (bucket.refuses(key)) return answer(403, '<Error><Code>AccessDenied</Code><Message>no</Message></Error>');
      if (query['list-type'] !== '2') return answer(200, bucket.objects.get(key) ?? '');
      const contents = [...bucket.objects].map(([name, text]) => {
        return `<Contents><Key>${name}</Key><Size>${text.length}</Size><ETag>${text.length} ${text.slice(0, 60)}</ETag></Contents>`;
      });
      return answer(200, `<ListBucketResult>${contents.join('')}<IsTruncated>false</IsTruncated></ListBucketResult>`);
    },
  },
});

beforeEach(() => {
  bucket.objects = new Map();
  bucket.refuses = () => false;
  bucket.asked = 0;
  time = 0;
  settings = settingsIn('settings', client, () => time);
});

const enforce = '{"mode":"enforce"}';
const exemption = [{ credential: 'AKIA1', owner: 'alice', reason: 'drill', scope: 'all', until: '2030-01-01' }];
const key = { kind: 'access-key', id: 'AKIAIOSFODNN7EXAMPLE', accountId: '111111111111' } as const;

it('of an empty bucket are the default, which observes', async () => {
  expect(await settings()).toMatchObject({ policy: defaultPolicy, exemptions: [], problems: [] });
});

it('spare whom an exemption names, whatever else it says under keys that nobody knows, which are told', async () => {
  bucket.objects.set('rescind.policy.json', enforce);
  bucket.objects.set('context/exemptions.json', JSON.stringify(exemption.map((one) => ({ ...one, untill: 'x' }))));
  const { policy, exemptions, problems } = await settings();
  expect([policy.mode, exemptions?.map(({ credential }) => credential)]).toEqual(['enforce', ['AKIA1']]);
  expect(problems).toEqual([
    expect.stringMatching(/exemptions.json \[0\] untill is not a known key: did you mean until\?$/),
  ]);
});

it('are what the bucket says: policy, exemptions, the owners’ words and networks', async () => {
  bucket.objects.set('rescind.policy.json', enforce);
  bucket.objects.set('context/exemptions.json', JSON.stringify(exemption));
  bucket.objects.set(
    'context/credentials.json',
    JSON.stringify([{ id: key.id, accountId: key.accountId, owner: 'bob' }]),
  );
  bucket.objects.set(
    'context/networks.csv',
    'prefix,asn,country,organisation,kind\n192.0.2.0/24,64500,IE,Office,corp\n',
  );
  const { policy, exemptions, words, problems } = await settings();
  expect(problems).toEqual([]);
  expect(policy.mode).toBe('enforce');
  expect(exemptions?.map(({ owner }) => owner)).toEqual(['alice']);
  expect(words.declared({ ...key, principal: 'arn' } as never)?.owner).toMatchObject({ name: 'bob' });
  expect(words.networks.locate('192.0.2.9').organisation).toBe('Office');
});

it('change within a minute, and are not read again before, nor without need', async () => {
  bucket.objects.set('rescind.policy.json', enforce);
  await settings();
  const { asked } = bucket;
  await settings();
  expect(bucket.asked).toBe(asked);
  time += minute;
  await settings();
  expect(bucket.asked).toBe(asked + 1);
  bucket.objects.set('rescind.policy.json', '{}');
  time += minute;
  expect((await settings()).policy.mode).toBe('observe');
});

it('of whoever needs the policy alone are that one file', async () => {
  bucket.objects.set('rescind.policy.json', enforce);
  bucket.objects.set('context/credentials.json', '[{');
  const policy = policyIn('settings', client, () => time);
  expect(await policy()).toMatchObject({ policy: { mode: 'enforce' }, problems: [] });
  expect(bucket.asked).toBe(2);
  bucket.objects.set('rescind.policy.json', '{"mode":');
  time += minute;
  expect(await policy()).toMatchObject({ policy: defaultPolicy, problems: [expect.stringContaining('policy')] });
});

describe('what cannot be read leads to a notice, never to a disruption', () => {
  it.each([
    ['a policy that is no JSON', 'rescind.policy.json', '{"mode":"enforce"'],
    ['a policy with a word misspelt', 'rescind.policy.json', '{"mode":"enforce","limit":{}}'],
    ['exemptions that are no JSON', 'context/exemptions.json', '[{'],
    ['an exemption without an owner', 'context/exemptions.json', '[{"credential":"AKIA1"}]'],
    ['an owners’ file that is no JSON', 'context/credentials.json', '[{'],
  ])('%s', async (_, name, text) => {
    bucket.objects.set('rescind.policy.json', enforce);
    bucket.objects.set(name, text);
    const { policy, exemptions, problems } = await settings();
    expect(exemptions).toBeNull();
    expect(policy.mode).toBe(name === 'rescind.policy.json' ? 'observe' : 'enforce');
    expect(problems.join()).toContain(name);
  });

  it.each(['settings/', 'rescind.policy.json', 'context/exemptions.json', 'context/credentials.json'])(
    '%s that S3 refuses, and it is tried again',
    async (name) => {
      bucket.objects.set('rescind.policy.json', enforce);
      bucket.objects.set('context/exemptions.json', '[]');
      bucket.objects.set('context/credentials.json', '[]');
      bucket.refuses = (asked) => asked === name || (name === 'settings/' && asked === '');
      expect(await settings()).toMatchObject({ exemptions: null, problems: [expect.any(String)] });
      bucket.refuses = () => false;
      time += minute;
      expect(await settings()).toMatchObject({ policy: { mode: 'enforce' }, exemptions: [], problems: [] });
    },
  );

  it('but one entry of many that nobody understands does not', async () => {
    bucket.objects.set('rescind.policy.json', enforce);
    bucket.objects.set('context/credentials.json', JSON.stringify([{ id: '' }]));
    const { exemptions, problems } = await settings();
    expect(exemptions).toEqual([]);
    expect(problems).toHaveLength(1);
  });
});
