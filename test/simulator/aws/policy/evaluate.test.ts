// biome-ignore-all lint/suspicious/noTemplateCurlyInString: IAM spells its policy variables so
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../../simulator/aws/policy/document.ts';
import {
  evaluate,
  type NamedPolicy,
  type Policies,
  type PolicyLimit,
} from '../../../../simulator/aws/policy/evaluate.ts';

const userArn = 'arn:aws:iam::111111111111:user/ci/bot';
const groupArn = 'arn:aws:logs:eu-west-1:111111111111:log-group:/own/app:*';
const roleArn = 'arn:aws:iam::111111111111:role/Deploy';
const sessionArn = 'arn:aws:sts::111111111111:assumed-role/Deploy/run';
const object = 'arn:aws:s3:::bucket/bot/report.csv';

type Json = Record<string, unknown>;

function policy(
  statements: Json | Json[],
  use: 'identity' | 'trust' | 'resource' = 'identity',
  version = '2012-10-17',
): NamedPolicy {
  const document = parsePolicy(JSON.stringify({ Version: version, Statement: statements }), use);
  if (!document.ok) throw new Error(document.error);
  return { name: 'test', document: document.value };
}

const allowAll = policy({ Effect: 'Allow', Action: '*', Resource: '*' });

interface Ask {
  readonly action?: string;
  readonly resource?: string;
  readonly arn?: string;
  readonly session?: string;
  readonly context?: Record<string, string | string[]>;
}

function ask(
  { action = 's3:GetObject', resource = object, arn = userArn, session, context = {} }: Ask,
  policies: Partial<Policies>,
) {
  const keys = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const principal = { accountId: '111111111111', arn, sessionArn: session ?? null };
  return evaluate(
    { action, resource, principal, context: keys },
    { identity: [], limits: [], resource: null, ...policies },
  );
}

const decisionOf = (request: Ask, ...statements: Json[]) => ask(request, { identity: [policy(statements)] }).decision;
const allow = (rest: Json): Json => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...rest });

describe('a statement applies where its action and resource fit', () => {
  test.each<[why: string, statement: Json, request: Ask, expected: string]>([
    ['the action exactly', { Action: 's3:GetObject' }, {}, 'allowed'],
    ['actions ignore case', { Action: 'S3:getobject' }, {}, 'allowed'],
    ['a star spans any run', { Action: 's3:Get*' }, {}, 'allowed'],
    ['a question mark is one character', { Action: 's3:?etObject' }, {}, 'allowed'],
    ['a question mark is not none', { Action: 's3:G?etObject' }, {}, 'implicit-deny'],
    ['another service', { Action: 'ec2:*' }, {}, 'implicit-deny'],
    ['one of several', { Action: ['ec2:*', 's3:*'] }, {}, 'allowed'],
    ['NotAction allows the rest', { Action: undefined, NotAction: 'iam:*' }, {}, 'allowed'],
    ['NotAction excepts what it names', { Action: undefined, NotAction: 's3:*' }, {}, 'implicit-deny'],
    ['resources keep their case', { Resource: 'arn:aws:s3:::Bucket/*' }, {}, 'implicit-deny'],
    ['stars inside a resource', { Resource: 'arn:aws:s3:::*/bot/*.csv' }, {}, 'allowed'],
    ['a star has to come back', { Resource: 'arn:aws:s3:::*/report.cs' }, {}, 'implicit-deny'],
    ['NotResource', { Resource: undefined, NotResource: 'arn:aws:s3:::bucket/*' }, {}, 'implicit-deny'],
    [
      'a variable in the resource',
      { Resource: 'arn:aws:s3:::bucket/${aws:username}/*' },
      { context: { 'aws:username': 'bot' } },
      'allowed',
    ],
    [
      'a variable without a value matches nothing',
      { Resource: 'arn:aws:s3:::bucket/${aws:username}*' },
      {},
      'implicit-deny',
    ],
    ['a variable with a default', { Resource: "arn:aws:s3:::bucket/${aws:username, 'bot'}/*" }, {}, 'allowed'],
    [
      'a star inside a value is only a star',
      { Resource: 'arn:aws:s3:::bucket/${aws:username}/*' },
      { context: { 'aws:username': '*' } },
      'implicit-deny',
    ],
    ['${*} is a star', { Resource: 'arn:aws:s3:::bucket/${*}' }, { resource: 'arn:aws:s3:::bucket/*' }, 'allowed'],
  ])('%s', (_why, statement, request, expected) => {
    expect(decisionOf(request, allow(statement))).toBe(expected);
  });

  test('the old policy language knows no variables', () => {
    const old = policy(allow({ Resource: 'arn:aws:s3:::bucket/${aws:username}/*' }), 'identity', '2008-10-17');
    expect(ask({ context: { 'aws:username': 'bot' } }, { identity: [old] }).decision).toBe('implicit-deny');
  });
});

describe('conditions', () => {
  const at = '2026-11-24T12:00:00Z';
  type Case = [condition: Json, context: Record<string, string | string[]>, holds: boolean];
  test.each<Case>([
    [{ StringEquals: { 'aws:userid': 'A' } }, { 'aws:userid': 'A' }, true],
    [{ StringEquals: { 'AWS:UserID': 'A' } }, { 'aws:userid': 'A' }, true],
    [{ StringEquals: { 'aws:userid': ['B', 'A'] } }, { 'aws:userid': 'A' }, true],
    [{ StringEquals: { 'aws:userid': 'a' } }, { 'aws:userid': 'A' }, false],
    [{ StringEquals: { 'aws:userid': 'A*' } }, { 'aws:userid': 'AB' }, false],
    [{ StringEquals: { 'aws:userid': 'A' } }, {}, false],
    [{ StringEqualsIgnoreCase: { 'aws:userid': 'a' } }, { 'aws:userid': 'A' }, true],
    [{ StringLike: { 'aws:userid': 'AROA*:i-?' } }, { 'aws:userid': 'AROAX:i-1' }, true],
    [{ StringNotLike: { 'aws:userid': 'AROA*' } }, { 'aws:userid': 'AROAX' }, false],
    [{ StringNotEquals: { 'aws:userid': ['A', 'B'] } }, { 'aws:userid': 'B' }, false],
    [{ StringNotEquals: { 'aws:userid': ['A', 'B'] } }, { 'aws:userid': 'C' }, true],
    [{ StringNotEquals: { 'aws:userid': 'A' } }, {}, true],
    [{ StringNotEqualsIgnoreCase: { 'aws:userid': 'a' } }, { 'aws:userid': 'A' }, false],
    [{ StringEqualsIfExists: { 'aws:userid': 'A' } }, {}, true],
    [{ StringEqualsIfExists: { 'aws:userid': 'A' } }, { 'aws:userid': 'B' }, false],
    [{ StringEquals: { a: 'x', b: 'y' } }, { a: 'x' }, false],
    [{ StringEquals: { a: '${b}' } }, { a: 'x', b: 'x' }, true],
    [{ StringNotEquals: { a: '${b}' } }, { a: 'x' }, true],
    [{ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Dep*' } }, { 'aws:PrincipalArn': roleArn }, true],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam:*' } }, { 'aws:PrincipalArn': roleArn }, false],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:logs:*:*:log-group:/own/*' } }, { 'aws:SourceArn': groupArn }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:logs:*:*:log-group:/other/*' } }, { 'aws:SourceArn': groupArn }, false],
    [{ ArnNotLike: { 'aws:PrincipalArn': roleArn } }, { 'aws:PrincipalArn': roleArn }, false],
    [{ ArnNotEquals: { 'aws:PrincipalArn': roleArn } }, { 'aws:PrincipalArn': userArn }, true],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '203.0.113.9' }, true],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.9' } }, { 'aws:SourceIp': '203.0.113.10' }, false],
    [{ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, { 'aws:SourceIp': '2001:db8::1' }, true],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '2001:db8::1' }, false],
    [{ NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '192.0.2.1'] } }, { 'aws:SourceIp': '192.0.2.1' }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, {}, true],
    [{ NotIpAddress: { 'aws:SourceIp': [] } }, { 'aws:SourceIp': '203.0.113.9' }, true],
    [{ DateLessThan: { 'aws:TokenIssueTime': at } }, { 'aws:TokenIssueTime': '2026-11-24T11:59:59Z' }, true],
    [{ DateLessThan: { 'aws:TokenIssueTime': at } }, { 'aws:TokenIssueTime': at }, false],
    [{ DateLessThan: { 'aws:TokenIssueTime': at } }, {}, false],
    [{ DateLessThanEquals: { 'aws:TokenIssueTime': at } }, { 'aws:TokenIssueTime': at }, true],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-11-24' } }, { 'aws:CurrentTime': at }, true],
    [{ DateNotEquals: { 'aws:CurrentTime': at } }, { 'aws:CurrentTime': at }, false],
    [{ DateEquals: { 'aws:CurrentTime': '1795521600' } }, { 'aws:CurrentTime': at }, true],
    [{ NumericLessThanEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '10' }, true],
    [{ NumericGreaterThan: { 's3:max-keys': '9' } }, { 's3:max-keys': '10' }, true],
    [{ NumericNotEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '10.0' }, false],
    [{ NumericEquals: { 's3:max-keys': '' } }, { 's3:max-keys': '0' }, false],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:SecureTransport': 'true' }, true],
    [{ Bool: { 'aws:SecureTransport': true } }, { 'aws:SecureTransport': 'false' }, false],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, {}, false],
    [{ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }, {}, true],
    [{ Null: { 'aws:TokenIssueTime': 'true' } }, {}, true],
    [{ Null: { 'aws:TokenIssueTime': 'true' } }, { 'aws:TokenIssueTime': at }, false],
    [{ Null: { 'aws:TokenIssueTime': 'false' } }, { 'aws:TokenIssueTime': at }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, { 'aws:TagKeys': ['z', 'b'] }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }, {}, false],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['a', 'b'] }, true],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }, {}, false],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, { 'aws:TagKeys': ['a', 'z'] }, false],
    [{ 'ForAllValues:StringLike': { 'aws:TagKeys': 'a*' } }, { 'aws:TagKeys': ['a1', 'a2'] }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }, {}, true],
    [{ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['b', 'a'] }, false],
  ])('%j in %j: %s', (condition, context, holds) => {
    expect(decisionOf({ context }, allow({ Condition: condition }))).toBe(holds ? 'allowed' : 'implicit-deny');
  });
});

describe('the order of evaluation', () => {
  const denyAll: Json = { Sid: 'Stop', Effect: 'Deny', Action: '*', Resource: '*' };
  const limit = (kind: PolicyLimit['kind'], ...policies: NamedPolicy[]): PolicyLimit => ({ kind, policies });
  const s3Only = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
  const ec2Only = policy({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' });
  const bucketPolicy = (principal: Json | string, accountId = '111111111111', effect = 'Allow') => ({
    policy: policy({ Effect: effect, Principal: principal, Action: 's3:*', Resource: '*' }, 'resource'),
    accountId,
    required: false,
  });
  const role = { arn: roleArn, session: sessionArn };

  test('a denial names its statement, and wins over every allow', () => {
    const { decision, by, explanation } = ask(
      {},
      { identity: [allowAll, policy(denyAll)], resource: bucketPolicy('*') },
    );
    expect([decision, by?.statement.sid]).toEqual(['explicit-deny', 'Stop']);
    expect(explanation).toContain('Statement Stop of test denies s3:GetObject');
  });

  test.each<[why: string, request: Ask, policies: Partial<Policies>, expected: string]>([
    ['no policy at all', {}, {}, 'implicit-deny'],
    ['a boundary that agrees', {}, { identity: [allowAll], limits: [limit('boundary', s3Only)] }, 'allowed'],
    ['a boundary that does not', {}, { identity: [allowAll], limits: [limit('boundary', ec2Only)] }, 'implicit-deny'],
    ['a boundary grants nothing', {}, { limits: [limit('boundary', allowAll)] }, 'implicit-deny'],
    [
      'a denial in a boundary',
      {},
      { identity: [allowAll], limits: [limit('boundary', policy(denyAll))] },
      'explicit-deny',
    ],
    [
      'every organisation policy has to agree',
      {},
      { identity: [allowAll], limits: [limit('organization', allowAll), limit('organization', ec2Only)] },
      'implicit-deny',
    ],
    ['session policies add up', {}, { identity: [allowAll], limits: [limit('session', ec2Only, s3Only)] }, 'allowed'],
    ['no session policy allows', {}, { identity: [allowAll], limits: [limit('session')] }, 'implicit-deny'],
    ['a bucket names the user', {}, { resource: bucketPolicy({ AWS: userArn }) }, 'allowed'],
    ['a bucket names another user', {}, { resource: bucketPolicy({ AWS: `${userArn}2` }) }, 'implicit-deny'],
    ['a bucket names the account only', {}, { resource: bucketPolicy({ AWS: '111111111111' }) }, 'implicit-deny'],
    [
      'a bucket names the account, and anyone',
      {},
      { resource: bucketPolicy({ AWS: ['111111111111', '*'] }) },
      'allowed',
    ],
    [
      'a bucket names the user past its boundary',
      {},
      { resource: bucketPolicy({ AWS: userArn }), limits: [limit('boundary', ec2Only)] },
      'allowed',
    ],
    [
      'a bucket names the user, but not past the organisation',
      {},
      { resource: bucketPolicy({ AWS: userArn }), limits: [limit('organization', ec2Only)] },
      'implicit-deny',
    ],
    [
      'a bucket names the role, within its session policy',
      role,
      { resource: bucketPolicy({ AWS: roleArn }), limits: [limit('session', ec2Only)] },
      'implicit-deny',
    ],
    [
      'a bucket names the session, past its session policy',
      role,
      { resource: bucketPolicy({ AWS: sessionArn }), limits: [limit('session', ec2Only)] },
      'allowed',
    ],
    ['a bucket abroad alone', {}, { resource: bucketPolicy({ AWS: userArn }, '222222222222') }, 'implicit-deny'],
    [
      'one’s own policy alone, abroad',
      {},
      { identity: [allowAll], resource: bucketPolicy({ AWS: '333333333333' }, '222222222222') },
      'implicit-deny',
    ],
    [
      'a bucket abroad and one’s own policy',
      {},
      { identity: [allowAll], resource: bucketPolicy({ AWS: '111111111111' }, '222222222222') },
      'allowed',
    ],
    [
      'a denial in the bucket’s policy',
      {},
      { identity: [allowAll], resource: bucketPolicy('*', '111111111111', 'Deny') },
      'explicit-deny',
    ],
  ])('%s', (_why, request, policies, expected) => {
    expect(ask(request, policies).decision).toBe(expected);
  });

  test('NotPrincipal denies all but those it names', () => {
    const statement = { Effect: 'Deny', NotPrincipal: { AWS: userArn }, Action: '*', Resource: '*' };
    const resource = { policy: policy(statement, 'resource'), accountId: '111111111111', required: false };
    expect(ask({}, { identity: [allowAll], resource }).decision).toBe('allowed');
    expect(ask(role, { identity: [allowAll], resource }).decision).toBe('explicit-deny');
  });
});
