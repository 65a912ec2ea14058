import { expect, test } from 'vitest';
import { type PolicyUse, parsePolicy } from '../../../../simulator/aws/policy/document.ts';

const good = { Effect: 'Allow', Action: 's3:*', Resource: '*' };

function parse(statement: unknown, use: PolicyUse = 'identity', version: unknown = '2012-10-17') {
  return parsePolicy(JSON.stringify({ Version: version, Statement: statement }), use);
}

test.each<[refused: string, statement: unknown, use?: PolicyUse, version?: unknown]>([
  ['no statement', []],
  ['no effect', { ...good, Effect: undefined }],
  ['no action', { ...good, Action: undefined }],
  ['an action without its service', { ...good, Action: 'GetObject' }],
  ['both Action and NotAction', { ...good, NotAction: 'iam:*' }],
  ['no resource', { ...good, Resource: undefined }],
  ['a resource that is no ARN', { ...good, Resource: 'bucket' }],
  ['a principal in an identity policy', { ...good, Principal: '*' }],
  ['a trust policy without a principal', { ...good, Resource: undefined }, 'trust'],
  ['a trust policy with a resource', { ...good, Principal: '*' }, 'trust'],
  ['a hyphen in a Sid', { ...good, Sid: 'Rescind-c1' }],
  [
    'one Sid twice',
    [
      { ...good, Sid: 'A' },
      { ...good, Sid: 'A' },
    ],
  ],
  ['an unknown operator', { ...good, Condition: { StringIs: { 'aws:userid': 'A' } } }],
  ['Null with IfExists', { ...good, Condition: { NullIfExists: { 'aws:userid': 'true' } } }],
  ['an unknown element', { ...good, Effects: 'Allow' }],
  ['an unknown version', good, 'identity', '2026-01-01'],
  ['a character outside Latin 1', { ...good, Resource: 'arn:aws:s3:::büro-→' }],
])('IAM refuses %s', (_refused, statement, use, version) => {
  expect(parse(statement, use, version)).toMatchObject({ ok: false });
});

test('IAM takes Latin 1, and single values for lists', () => {
  expect(parse({ ...good, Resource: 'arn:aws:s3:::büro' })).toMatchObject({ ok: true });
});

test('text that is no JSON is refused, not thrown', () => {
  expect(parsePolicy('{"Version":', 'identity')).toMatchObject({ ok: false, error: expect.stringContaining('JSON') });
});
