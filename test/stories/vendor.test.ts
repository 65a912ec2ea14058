import { describe, expect, it } from 'vitest';
import { day, hour, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { roleArn, roleSession, stranger } from '../core/intake/sample.ts';
import { call, office, rented, start, watched } from './watch.ts';

/** An administrator who signs on by Identity Center, at work on a command line at the office, lets a vendor’s account in. */

type Fields = Record<string, unknown>;

const strike = start + 24 * day + hour;
const set = roleArn('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Administrator_0123456789abcdef');
const ada = (at: Instant) => {
  const begin = at - (at % day) + 7 * hour;
  return roleSession(set, 'ada@example.com', `ASIAADA${String(begin / hour).padStart(13, '0')}`, begin);
};

const past = Array.from({ length: 22 }, (_, n) =>
  ['s3:ListBuckets', 'iam:ListRoles', 'iam:GetRole', 'ecs:DescribeServices'].map((action, i) =>
    call(ada(start + n * day), start + n * day + hour + i * minute, action, office),
  ),
).flat();

const asked = { StringEquals: { 'sts:ExternalId': '7d40d3dc85951596' } };
const made = (Condition?: object): [string, Fields] => [
  'iam:CreateRole',
  {
    roleName: 'Auditor',
    assumeRolePolicyDocument: JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: { AWS: stranger }, Action: 'sts:AssumeRole', ...(Condition && { Condition }) },
      ],
    }),
  },
];
const attached = (name: string): [string, Fields] => [
  'iam:AttachRolePolicy',
  { roleName: 'Auditor', policyArn: `arn:aws:iam::aws:policy/${name}` },
];
const allowing = (Action: readonly string[], Resource: string | readonly string[]): [string, Fields] => [
  'iam:PutRolePolicy',
  {
    roleName: 'Auditor',
    policyName: 'more',
    policyDocument: JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource }] }),
  },
];
const written = (...actions: string[]) => allowing(actions, '*');
const reading = ['s3:GetObject', 's3:ListBucket'];
const bucket = ['arn:aws:s3:::export', 'arn:aws:s3:::export/*'];
const table = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';

function answers(steps: readonly [string, Fields][], from = office) {
  const records = steps.map(([action, requestParameters], i) =>
    call(ada(strike), strike + i * minute, action, from, { requestParameters }),
  );
  return watched([...past, ...records]).decisions.filter(({ at }) => at >= strike);
}

const isDisrupted = (...args: Parameters<typeof answers>) =>
  answers(...args).some(({ action }) => isDisruptive(action));

const audit = attached('SecurityAudit');
const snapshots = written('ec2:CreateSnapshot', 'ec2:CopySnapshot');

describe('a vendor that is let in with an external id', () => {
  it('is told of, and nobody is disturbed', () => {
    const all = answers([made(asked), audit, snapshots]);
    expect(all.map(({ action }) => action)).toContain('notify');
    expect(all.filter(({ action }) => isDisruptive(action))).toEqual([]);
    expect(answers([made(asked)])).not.toEqual([]);
  });

  it.each([
    ['one bucket', allowing(reading, bucket)],
    ['one bucket, to write there too', allowing([...reading, 's3:PutObject'], bucket)],
    ['one table', allowing(['dynamodb:Query'], table)],
  ])('and given %s is told of as well', (_, given) => {
    expect(answers([made(asked), given]).map(({ action }) => action)).not.toContain('revoke-sessions');
    expect(isDisrupted([made(asked), given])).toBe(false);
    expect(isDisrupted([made(), given])).toBe(true);
  });

  it.each([
    ['and given buckets by the beginning of their names', [made(asked), allowing(reading, 'arn:aws:s3:::export-*')]],
    [
      'and given whatever bucket its tag names',
      [made(asked), allowing(reading, `arn:aws:s3:::\${aws:PrincipalTag/b}/*`)],
    ],
    [
      'and given one bucket and a role to hand on',
      [made(asked), allowing([...reading, 'iam:PassRole'], [...bucket, roleArn('Deploy')])],
    ],
    ['and given two buckets', [made(asked), allowing(reading, [...bucket, 'arn:aws:s3:::ledger/*'])]],
    [
      'and given one bucket after the other',
      [made(asked), allowing(reading, bucket), allowing(reading, 'arn:aws:s3:::ledger/*')],
    ],
    ['and given a bucket to empty', [made(asked), allowing(['s3:DeleteObject'], bucket)]],
    ['and given all buckets to write to', [made(asked), written('s3:PutObject')]],
    ['and given every table', [made(asked), allowing(['dynamodb:Query'], table.replace('orders', '*'))]],
    ['and given one bucket beside all keys', [made(asked), allowing(reading, bucket), written('kms:Decrypt')]],
    ['and given a role to take on', [made(asked), allowing(['sts:AssumeRole'], roleArn('Deploy'))]],
    ['without one', [made(), audit]],
    ['and made administrator', [made(asked), attached('AdministratorAccess')]],
    ['and made nearly that', [made(asked), attached('PowerUserAccess')]],
    ['and given all objects', [made(asked), written('s3:GetObject')]],
    ['and given the secrets', [made(asked), written('secretsmanager:GetSecretValue')]],
    ['and given what nobody can read here', [made(asked), written()]],
  ] as const)('is answered as before %s', (_, steps) => {
    expect(isDisrupted([...steps])).toBe(true);
  });

  it('is answered as before from a rented server', () => {
    expect(isDisrupted([made(asked), audit], rented)).toBe(true);
  });
});
