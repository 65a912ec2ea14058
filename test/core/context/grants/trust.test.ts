import { expect, test } from 'vitest';
import { openDoors, shutByResourceControls } from '../../../../core/context/grants/trust.ts';
import type { AccountId } from '../../../../core/model/brand.ts';

const own = '111122223333' as AccountId;
const provider = (name: string) => `arn:aws:iam::${own}:${name}`;

function doors(Principal: unknown, Condition?: object): readonly string[] {
  const statement = { Effect: 'Allow', Principal, Action: 'sts:*', ...(Condition !== undefined && { Condition }) };
  return openDoors({ Statement: [statement] }, own, null).map(({ who, kind }) => `${kind}: ${who}`);
}

const saml = { Federated: provider('saml-provider/corp') };
const github = { Federated: provider('oidc-provider/token.actions.githubusercontent.com') };
const cluster = { Federated: provider('oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0F') };
const likeIn = (key: string, value: string) => ({ StringLike: { [key]: value } });

test('a SAML provider without an audience lets in whoever it signs anything for', () => {
  expect(doors(saml)).toEqual(['account: anyone for whom corp signs a SAML assertion, for whatever service']);
  expect(doors(saml, likeIn('SAML:aud', 'https://signin.aws.amazon.com/saml'))).toEqual([]);
});

test('a public issuer needs a subject, a private one at least an audience', () => {
  const audience = (issuer: string) => likeIn(`${issuer}:aud`, 'sts.amazonaws.com');
  const [hub, eks] = ['token.actions.githubusercontent.com', 'oidc.eks.eu-west-1.amazonaws.com/id/0F'];
  expect(doors(github, audience(hub))).toEqual([`everyone: anyone to whom ${hub} gives a token`]);
  expect(doors(github, likeIn(`${hub}:sub`, 'repo:*'))).toHaveLength(1);
  expect(doors(github, likeIn(`${hub}:sub`, 'repo:acme/shop:*'))).toEqual([]);
  expect(doors(cluster)).toEqual([`account: anyone to whom ${eks} gives a token, for whatever purpose`]);
  expect(doors(cluster, audience(eks))).toEqual([]);
});

const control = (changes: object) =>
  JSON.stringify({
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
        Resource: '*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
        ...changes,
      },
    ],
  });

test('a resource control policy that spares the organisation alone shuts a door to strangers', () => {
  expect([...shutByResourceControls([['{}'], [control({})]])]).toEqual(['sts:assumerole']);
  expect([...shutByResourceControls([[control({ Action: ['s3:*', 'sts:*'] })]])]).toEqual(['sts:assumerole']);
});

test.each<[string, object]>([
  ['it allows', { Effect: 'Allow' }],
  ['it is about another call', { Action: 's3:*' }],
  ['it is about some roles', { Resource: 'arn:aws:iam::*:role/a' }],
  ['it denies the organisation', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
  [
    'it spares somebody else, too',
    { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' }, IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } },
  ],
])('but not where %s', (_, changes) => {
  expect([...shutByResourceControls([[control(changes)]])]).toEqual([]);
});

test('what cannot be read shuts nothing', () => {
  expect(shutByResourceControls([['{half']]).size).toBe(0);
});
