import { describe, expect, it } from 'vitest';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { account, roleArn, roleSession } from '../core/intake/sample.ts';
import { call, office, start, watched } from './watch.ts';

/**
 * People who sign in by their company's SAML provider and share a role. The provider calls each something else at every sign-in, so that only
 * the name lasts that it signs for the session.
 */

type Fields = Record<string, unknown>;

const strike = start + 24 * day + 6 * hour;
const role = roleArn('Administrator');
const tor = '185.220.101.4';

const keyOf = (name: string, at: Instant) => `ASIA${name}${Math.floor(at / minute)}`.toUpperCase().padEnd(20, '0');

function signsIn(name: string, at: Instant, from: string): Fields {
  return call({ type: 'SAMLUser', userName: `_${at}` }, at, 'sts:AssumeRoleWithSAML', from, {
    requestParameters: {
      roleArn: role,
      roleSessionName: name,
      principalArn: `arn:aws:iam::${account}:saml-provider/campus`,
    },
    responseElements: {
      credentials: { accessKeyId: keyOf(name, at), expiration: formatInstant(at + 6 * hour) },
      assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/Administrator/${name}` },
      subject: `_${at}`,
      subjectType: 'transient',
    },
  });
}

/** Somebody signs in and goes to work. */
function does(name: string, at: Instant, from: string, actions: readonly string[], changes: Fields = {}): Fields[] {
  const session = roleSession(role, name, keyOf(name, at), at);
  return [
    signsIn(name, at, from),
    ...actions.map((action, i) => call(session, at + (i + 1) * 10_000, action, from, changes)),
  ];
}

const past = Array.from({ length: 22 }, (_, n) =>
  ['ada', 'eva'].flatMap((name, i) =>
    does(name, start + n * day + i * hour, office, ['s3:ListBuckets', 'ecs:DescribeServices', 'iam:ListRoles']),
  ),
).flat();

const program = { userAgent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.6' };
const theft = (name: string, at = strike) =>
  does(
    name,
    at,
    tor,
    [
      'sts:GetCallerIdentity',
      'iam:ListUsers',
      'secretsmanager:ListSecrets',
      'ec2:DeleteSnapshot',
      'rds:DeleteDBSnapshot',
      'rds:DeleteDBInstance',
      'iam:CreateUser',
    ],
    program,
  );
const audit = (name: string, at: Instant) =>
  does(name, at, office, ['iam:GetAccountPasswordPolicy', 'iam:GetCredentialReport', 'guardduty:ListDetectors'], {
    userAgent: 'Boto3/1.34.60 md/Botocore#1.34.60 ua/2.0 os/linux lang/python#3.12',
  });

const answersTo = (records: readonly Fields[]) =>
  watched([...past, ...records]).decisions.filter(({ at, action }) => at >= strike && isDisruptive(action));
const endedSessions = (records: readonly Fields[]) => answersTo(records).map(({ session }) => session);

describe('one role that a provider’s people share', () => {
  it('loses the session of whoever was robbed', () => {
    expect(endedSessions(theft('ada'))).toContain(keyOf('ada', strike));
  });

  it('is left to the others', () => {
    const answers = answersTo(theft('ada'));
    expect(answers).not.toEqual([]);
    for (const { action } of answers) expect(action).toBe('revoke-sessions');
  });

  it('is bound to its own places for whoever comes again', () => {
    const evening = [0, 1, 2, 3].flatMap((n) => theft('ada', strike + n * hour));
    expect(answersTo(evening).map(({ action }) => action)).toEqual(expect.arrayContaining(['revoke-sessions', 'pin']));
  });

  it('is not bound for what the second of them goes on with', () => {
    const twice = [0, 1].flatMap((n) => theft('ada', strike + n * hour));
    expect(answersTo(twice).map(({ action }) => action)).toEqual(['revoke-sessions', 'revoke-sessions']);
  });

  it('keeps a colleague’s, who signs in hours later and looks through the account', () => {
    const later = strike + 3 * hour;
    expect(endedSessions([...theft('ada'), ...audit('eva', later)])).not.toContain(keyOf('eva', later));
  });

  it('loses what the thief opens next in the same name', () => {
    const later = strike + hour;
    expect(endedSessions([...theft('ada'), ...theft('ada', later)])).toContain(keyOf('ada', later));
  });
});
