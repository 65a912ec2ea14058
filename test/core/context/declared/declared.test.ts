import { describe, expect, it } from 'vitest';
import {
  allowsAction,
  allowsParent,
  allowsRegion,
  allowsService,
  allowsUserAgent,
  expiredAt,
  namesAction,
} from '../../../../core/context/declared/declared.ts';
import { allowsNetwork } from '../../../../core/context/declared/declared-network.ts';
import type { Network } from '../../../../core/context/recorded-context.ts';
import type { Region } from '../../../../core/model/brand.ts';
import { matchesGlob } from '../../../../core/model/glob.ts';
import { declared as context } from '../../../cases/standing.ts';

const expecting = (expected: Partial<ReturnType<typeof context>['expected']>) =>
  context({ expected: { ...context().expected, ...expected } });
const call = (action: string, region = 'eu-west-1') => ({
  action,
  service: action.split(':')[0] ?? '',
  region: region as Region,
  source: { kind: 'address', address: '198.51.100.7' } as const,
});
const isp: Network = { id: 'AS9009', asn: 9009, country: 'GB', organisation: 'M247', kind: 'hosting', aws: false };

describe('networks', () => {
  it.each([
    ['inside a range', ['198.51.100.0/24'], true],
    ['outside every range', ['10.0.0.0/8', '2001:db8::/32'], false],
    ['its number', ['AS9009'], true],
    ['its number, spelled otherwise', ['asn 9009'], true],
    ['another number', ['AS16509'], false],
    ['its organisation', ['m247'], true],
    ['words that may mean anything', ['head office'], null],
    ['a range among such words', ['head office', '198.51.100.0/24'], true],
    ['an endpoint that it did not come through', ['vpce-0abc'], false],
    ['nothing is allowed', [], false],
    ['anywhere', ['*'], true],
  ])('%s', (_name, networks, answer) => {
    expect(allowsNetwork(expecting({ networks }), isp, '198.51.100.7', null)).toBe(answer);
  });

  it('cannot tell which VPC an endpoint belongs to, and knows a declared endpoint', () => {
    const inside: Network = {
      id: 'vpce-0abc',
      asn: null,
      country: null,
      organisation: null,
      kind: 'endpoint',
      aws: true,
    };
    const ask = (entry: string) => allowsNetwork(expecting({ networks: [entry] }), inside, '10.1.2.3', 'vpce-0abc');
    expect([ask('vpce-0abc'), ask('vpce-0def'), ask('vpc-1'), ask('AS16509')]).toEqual([true, false, null, null]);
  });

  it('takes either number of Amazon for both, inside AWS alone', () => {
    const virginia: Network = {
      id: 'AS14618 US',
      asn: 14618,
      country: 'US',
      organisation: 'Amazon.com, Inc.',
      kind: 'cloud',
      aws: true,
    };
    const ask = (network: Network) => allowsNetwork(expecting({ networks: ['AS16509'] }), network, '192.0.2.30', null);
    expect([ask(virginia), ask({ ...virginia, aws: false })]).toEqual([true, false]);
  });

  it('says nothing where nothing is declared or no place is on record', () => {
    expect(allowsNetwork(context(), isp, '198.51.100.7', null)).toBeNull();
    expect(allowsNetwork(null, isp, '198.51.100.7', null)).toBeNull();
    expect(allowsNetwork(expecting({ networks: ['10.0.0.0/8'] }), null, null, null)).toBeNull();
  });
});

describe('regions, services, actions, agents', () => {
  it.each([
    ['s3:GetObject', 'eu-west-1', true],
    ['s3:GetObject', 'ap-south-1', false],
    ['iam:CreateUser', 'us-east-1', true],
    ['sts:AssumeRole', 'us-east-1', true],
    ['ec2:RunInstances', 'us-east-1', false],
    ['sts:GetCallerIdentity', 'ap-south-1', true],
  ])('%s in %s', (action, region, answer) => {
    expect(allowsRegion(expecting({ regions: ['eu-west-1'] }), call(action, region))).toBe(answer);
  });

  it.each([
    [['eu-west1'], null],
    [['Ireland'], null],
    [['eu-west-1', 'ireland'], null],
    [['eu-west-1'], false],
    [['eu-*'], false],
    [['ap-south-1', 'eu-west1'], true],
  ])('Regions %j and ap-south-1', (regions, answer) => {
    expect(allowsRegion(expecting({ regions }), call('s3:GetObject', 'ap-south-1'))).toBe(answer);
  });

  it.each([
    [['S3.amazonaws.com'], 's3:GetObject', true],
    [['s3'], 'iam:CreateUser', false],
    [['s3'], 'sts:GetCallerIdentity', true],
    [['cloudwatch'], 'monitoring:PutMetricAlarm', true],
    [['tag'], 'tagging:GetResources', true],
    [['tagging'], 'tagging:GetResources', true],
    [['mq'], 'amazonmq:DescribeBroker', true],
    [['rds-data'], 'rdsdata:ExecuteStatement', true],
    [['monitor*'], 'monitoring:PutMetricAlarm', true],
    [['tag'], 'monitoring:PutMetricAlarm', false],
    [[], 's3:GetObject', false],
    [['dynamo-db'], 'dynamodb:DescribeTable', null],
    [['Amazon SQS'], 'sqs:SendMessage', null],
    [['AmazonSSM:*'], 'ssm:SendCommand', null],
    [['cloudfrnot'], 'cloudfront:ListDistributions', null],
    [['dynamo-db'], 'iam:CreateUser', false],
    [['ec2'], 'ecs:ListTasks', false],
    [['backup'], 'backup-gateway:ListGateways', false],
  ])('services %j and %s', (services, action, answer) => {
    expect(allowsService(expecting({ services }), call(action))).toBe(answer);
  });

  it.each([
    [['s3:get*'], 's3:GetObject', true],
    [['s3:Get*'], 's3:PutObject', false],
    [['s3:Get*', 'ReadOnlyAccess'], 's3:PutObject', null],
    [['s3:Get*'], 'sts:GetCallerIdentity', true],
    [['bedrock:InvokeModel'], 'bedrock:Converse', true],
    [['bedrock:Converse'], 'bedrock:Converse', true],
    [['lambda:GetFunction'], 'lambda:GetFunction20150331v2', true],
    [['s3:ListBucket'], 's3:ListObjectsV2', true],
    [['s3:GetObject'], 's3:ListObjectsV2', false],
    [['tag:GetResources'], 'tagging:GetResources', true],
    [['cloudwatch:PutMetricAlarm'], 'monitoring:PutMetricAlarm', true],
    [['apigateway:GET'], 'apigateway:GetRestApis', true],
    [['apigateway:GET'], 'apigateway:DeleteRestApi', false],
    [['dynamodb:DescribeTabel'], 'dynamodb:DescribeTable', null],
    [['dynamodb:DescribeTabel'], 'dynamodb:DeleteTable', false],
    [['sqs :SendMessage'], 'sqs:SendMessage', true],
    [['ec2:StopInstances'], 'ec2:StartInstances', false],
  ])('actions %j and %s', (actions, action, answer) => {
    expect(allowsAction(expecting({ actions }), call(action))).toBe(answer);
  });

  it.each([
    [['*:Delete*'], 'rds:DeleteDBInstance', true],
    [['*', 'rds:DeleteDB*'], 'rds:DeleteDBInstance', true],
    [['rds:*'], 'rds:DeleteDBInstance', false],
    [['*'], 'rds:DeleteDBInstance', false],
    [['* ', '*:*'], 'rds:DeleteDBInstance', false],
    [['s3:*'], 'rds:DeleteDBInstance', false],
    [['*:?*', '*:**', '?*:*'], 'rds:DeleteDBInstance', false],
    [['*:Delete*'], 'sts:GetCallerIdentity', false],
  ])('names by %j %s: %s', (actions, action, answer) => {
    expect(namesAction(expecting({ actions }), call(action))).toBe(answer);
    expect(namesAction(null, call(action))).toBe(false);
  });

  it('blames nobody for what a service did in his name', () => {
    const byService = { ...call('kms:Decrypt'), source: { kind: 'service', name: 's3.amazonaws.com' } as const };
    expect(allowsService(expecting({ services: ['s3'] }), byService)).toBeNull();
  });

  it('knows an agent through its versions', () => {
    const declared = expecting({ userAgents: ['Boto3', 'aws-cli/2.*'] });
    expect(allowsUserAgent(declared, 'Boto3/1.34.2 md/Botocore')).toBe(true);
    expect(allowsUserAgent(declared, 'aws-cli/1.9')).toBe(false);
    expect(allowsUserAgent(declared, null)).toBeNull();
  });

  it('knows who may stand behind a session by name, pattern or tag', () => {
    const of = (...parents: string[]) => expecting({ parents });
    expect(allowsParent(of('mia', 'arn:aws:iam::*:role/flow-*'), ['arn:aws:iam::1:role/flow-7'], [])).toBe(true);
    expect(allowsParent(of('mia'), ['tom'], null)).toBe(false);
    expect(allowsParent(of('workflow=nightly'), ['tom'], ['workflow=nightly', 'x=y'])).toBe(true);
    expect(allowsParent(of('workflow=nightly'), ['tom'], ['workflow=daily'])).toBe(false);
    expect(allowsParent(of('workflow=nightly'), ['tom'], null)).toBeNull();
    expect(allowsParent(of('mia'), [], null)).toBeNull();
    expect(allowsParent(expecting({}), ['tom'], [])).toBeNull();
  });

  it('expires at the instant, not before', () => {
    const ends = expecting({ expiresAt: 1_000 });
    expect([expiredAt(ends, 999), expiredAt(ends, 1_000), expiredAt(context(), 0)]).toEqual([false, true, null]);
  });
});

describe('globs', () => {
  it.each([
    ['s3:*', 'S3:GetObject', true],
    ['a*b*c', 'axxbxxc', true],
    ['a*b*c', 'axxbxx', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['*', '', true],
    ['', 'a', false],
  ])('%s and %s', (glob, text, answer) => {
    expect(matchesGlob(glob, text)).toBe(answer);
  });
});
