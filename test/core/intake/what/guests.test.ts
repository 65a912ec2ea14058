import { describe, expect, it } from 'vitest';
import { accountNamed, guestsIn } from '../../../../core/intake/what/guests.ts';
import { account, stranger } from '../sample.ts';

const named = (changes: object) => {
  const guests = guestsIn({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', ...changes }).map(accountNamed);
  return [...new Set(guests)].filter((guest) => guest !== null && guest !== account).sort();
};
const on = (Condition: object) => named({ Condition });
const role = (owner: string) => `arn:aws:iam::${owner}:role/r`;

describe('everybody, on a condition', () => {
  it.each([
    ['of one account', { StringEquals: { 'aws:PrincipalAccount': stranger } }],
    ['of one account or one’s own', { StringEquals: { 'aws:PrincipalAccount': [account, stranger] } }],
    ['of one account, in whatever spelling', { stringequals: { 'AWS:principalaccount': stranger } }],
    ['of one account, where there is one', { StringEqualsIfExists: { 'aws:PrincipalAccount': stranger } }],
    ['of one account among many', { 'ForAnyValue:StringEquals': { 'aws:SourceAccount': stranger } }],
    ['of one account that has a pattern', { StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${stranger}:role/*` } }],
    ['of one role', { ArnLike: { 'aws:PrincipalArn': role(stranger) } }],
    ['of one role to the letter', { ArnEquals: { 'aws:PrincipalArn': role(stranger) } }],
    ['of one topic', { ArnLike: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${stranger}:t` } }],
    ['of one queue', { ArnEquals: { 'sns:Endpoint': `arn:aws:sqs:eu-west-1:${stranger}:q` } }],
    ['of one network', { ArnEquals: { 'aws:SourceVpcArn': `arn:aws:ec2:eu-west-1:${stranger}:vpc/vpc-0` } }],
    ['of the account that a key is used from', { StringEquals: { 'kms:CallerAccount': stranger } }],
    ['of one account’s access points', { StringEquals: { 's3:DataAccessPointAccount': stranger } }],
    [
      'of one account at one network',
      { StringEquals: { 'aws:PrincipalAccount': stranger }, IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    ],
    [
      'of one account in one organisation',
      { StringEquals: { 'aws:PrincipalOrgID': 'o-acme', 'aws:PrincipalAccount': stranger } },
    ],
  ])('is an account outside: %s', (_, condition) => {
    expect(on(condition)).toEqual([stranger]);
    expect(on(JSON.parse(JSON.stringify(condition).replaceAll(stranger, account)))).toEqual([]);
  });

  it.each([
    ['none', {}],
    ['how it comes', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['a second factor', { Bool: { 'aws:MultiFactorAuthPresent': true } }],
    ['an external id', { StringEquals: { 'sts:ExternalId': 'x' } }],
    ['when', { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }],
    ['the whole internet', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }],
    ['the whole internet by halves', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }],
    ['the whole newer internet', { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '::/0'] } }],
    ['the whole internet, where it comes from there', { IpAddressIfExists: { 'aws:SourceIp': '0.0.0.0/0' } }],
    ['whatever address but one', { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }],
    ['whatever account but one', { StringNotEquals: { 'aws:PrincipalAccount': account } }],
    ['a role of that name anywhere', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/r' } }],
    ['whatever principal', { StringLike: { 'aws:PrincipalArn': ['*', role(account)] } }],
    ['nearly one account', { StringLike: { 'aws:PrincipalAccount': `${account.slice(0, 10)}*` } }],
    ['whatever endpoint', { StringLike: { 'aws:SourceVpce': 'vpce-0*' } }],
    ['some organisation', { Null: { 'aws:PrincipalOrgID': 'false' } }],
    ['the account that it is of', { StringEquals: { 'aws:PrincipalAccount': `\${aws:PrincipalAccount}` } }],
    ['an endpoint, where there is one', { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }],
    ['all of its organisations, if any', { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }],
    ['no service of AWS', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }],
    ['where it says that it comes from', { StringLike: { 'aws:Referer': 'https://example.com/*' } }],
    ['which version of a secret it wants', { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } }],
    [
      'which secret it wants',
      { StringEquals: { 'secretsmanager:SecretId': 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf' } },
    ],
    ['by what kind of access point', { StringEquals: { 's3:AccessPointNetworkOrigin': 'VPC' } }],
    ['by which service', { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }],
    ['by which protocol', { StringEquals: { 'sns:Protocol': 'https' } }],
    ['the caller that it is by', { StringEquals: { 'aws:userid': `\${aws:userid}` } }],
    ['anybody’s private network', { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }],
    ['how it is enciphered', { StringEquals: { 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT' } }],
    ['what it is called', { StringEquals: { 'secretsmanager:ResourceTag/env': 'prod' } }],
    ['that it is for a service', { Bool: { 'kms:GrantIsForAWSResource': 'true' } }],
    ['whatever address', { StringLike: { 'sns:Endpoint': 'https://*' } }],
    ['what it wants', { StringEquals: { 's3:ExistingObjectTag/public': 'yes' } }],
  ])('is everybody: %s', (_, condition) => {
    expect(on(condition)).toEqual(['all']);
    expect(named({ Principal: { AWS: ['*'] }, Condition: condition })).toEqual(['all']);
    expect(named({ Principal: undefined, NotPrincipal: { AWS: account }, Condition: condition })).toEqual(['all']);
    expect(named({ Effect: 'Deny', Condition: condition })).toEqual([]);
  });

  it.each([
    ['an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-acme' } }],
    ['a part of one', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }],
    [
      'an organisation’s roles of that name',
      { StringEquals: { 'aws:PrincipalOrgID': 'o-acme' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/r' } },
    ],
    ['an endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }],
    [
      'an endpoint, without plain text',
      { StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' }, Bool: { 'aws:SecureTransport': 'true' } },
    ],
    ['a network', { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7'] } }],
    ['one bucket, whose owner is not said', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:ledger' } }],
    ['an account that a service asks for', { StringEquals: { 'AWS:SourceOwner': account } }],
    ['a file system’s mount targets', { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }],
    ['one’s own network by a service', { StringEquals: { 'vpc-lattice-svcs:SourceVpc': 'vpc-0123456789abcdef0' } }],
    ['people of one’s own house', { StringLike: { 'sns:Endpoint': '*@example.com' } }],
    ['one’s own image', { StringEqualsIgnoreCase: { 'kms:RecipientAttestation:ImageSha384': 'ab12' } }],
    ['one’s own queue', { ArnEquals: { 'sns:Endpoint': `arn:aws:sqs:eu-west-1:${account}:q` } }],
    ['one’s own machine', { ArnEquals: { 'ec2:SourceInstanceARN': `arn:aws:ec2:eu-west-1:${account}:instance/i-0` } }],
    ['services of AWS', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }],
    ['the same account', { StringEquals: { 'aws:PrincipalAccount': `\${aws:ResourceAccount}` } }],
    ['what is no pattern', { StringEquals: { 'aws:PrincipalOrgID': '*' } }],
  ])('is nobody to speak of: %s', (_, condition) => {
    expect(on(condition)).toEqual([]);
  });
});

describe('whoever comes through a service', () => {
  const from = (owner: string) => ({ StringEquals: { 'aws:SourceAccount': owner } });
  const served = (Action: unknown, Condition: object) => named({ Principal: { Service: 's' }, Action, Condition });

  it.each(['*', 's3:*', ['s3:PutObject', 's3:GetObject'], 's3:GetObjectVersion', 's3:Get*', 'lambda:InvokeFunction'])(
    'is let in to %s',
    (action) => {
      expect([served(action, from(stranger)), served(action, from(account))]).toEqual([[stranger], []]);
      expect(served(action, { Bool: { 'aws:SecureTransport': 'true' } })).toEqual([]);
    },
  );

  it.each(['s3:PutObject', 's3:GetBucketAcl', 'sns:Publish', 'kms:GenerateDataKey*'])(
    'brings something: %s',
    (action) => {
      expect(served(action, from(stranger))).toEqual([]);
    },
  );
});
