import { describe, expect, it } from 'vitest';
import type { CredentialUse } from '../../../../core/intake/credential-use.ts';
import { intake } from '../../../../core/intake/intake.ts';
import { mintOf } from '../../../../core/intake/who/mint.ts';
import { account, record, stranger, user, without } from '../sample.ts';

const layerOf = (owner: string) => `arn:aws:lambda:eu-west-1:${owner}:layer:tools:3`;

function useOf(changes: Record<string, unknown>): CredentialUse {
  const taken = intake(record(user, changes));
  if (taken.kind !== 'use') throw new Error(`${taken.kind}: ${taken.reason}`);
  return taken.use;
}

describe('what was called', () => {
  it.each([
    ['iam.amazonaws.com', 'CreateUser', 'iam:CreateUser'],
    ['lambda.amazonaws.com', 'ListFunctions20150331', 'lambda:ListFunctions'],
    ['lambda.amazonaws.com', 'GetFunction20150331v2', 'lambda:GetFunction'],
    ['cloudfront.amazonaws.com', 'CreateDistribution2020_05_31', 'cloudfront:CreateDistribution'],
    ['s3.amazonaws.com', 'ListObjectsV2', 's3:ListObjectsV2'],
    ['ec2.amazonaws.com.cn', 'RunInstances', 'ec2:RunInstances'],
  ])('%s %s is %s', (eventSource, eventName, action) => {
    expect(useOf({ eventSource, eventName }).action).toBe(action);
  });

  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'Client.UnauthorizedOperation',
    'UnauthorizedOperation',
    'VpceAccessDenied',
    'UserNotAuthorized',
    'AuthorizationErrorException',
    'ForbiddenException',
  ])('%s is a refusal', (errorCode) => {
    expect(useOf({ errorCode })).toMatchObject({ errorCode, denied: true });
  });

  it.each(['ThrottlingException', 'NoSuchBucketPolicy', 'Client.InvalidParameterValue', 'ExpiredToken'])(
    '%s is an error and no refusal',
    (errorCode) => {
      expect(useOf({ errorCode })).toMatchObject({ errorCode, denied: false });
    },
  );

  it.each([null, undefined, '', '-', 'null', 'None'])('%s is no error', (errorCode) => {
    expect(useOf({ errorCode })).toMatchObject({ errorCode: null, denied: false });
  });

  it('takes readOnly from the record, as text too, and else from the verb', () => {
    expect(useOf({ readOnly: 'false' }).readOnly).toBe(false);
    expect(useOf({ readOnly: true, eventName: 'AssumeRole' }).readOnly).toBe(true);
    expect(useOf({ readOnly: undefined, eventName: 'DescribeInstances' }).readOnly).toBe(true);
    expect(useOf({ readOnly: undefined, eventName: 'PutObject' }).readOnly).toBe(false);
  });

  it('reads times with a zone and parts of a second', () => {
    expect(useOf({ eventTime: '2026-11-02T10:30:00.250+01:00' }).at).toBe(useOf({}).at + 250);
  });
});

describe('where it came from', () => {
  it.each([
    ['198.51.100.7', { kind: 'address', address: '198.51.100.7' }],
    ['075.050.255.67', { kind: 'address', address: '75.50.255.67' }],
    ['10.0.0.1', { kind: 'address', address: '10.0.0.1' }],
    ['2001:DB8:0:0:0:0:0:1', { kind: 'address', address: '2001:db8::1' }],
    ['::ffff:192.0.2.1', { kind: 'address', address: '192.0.2.1' }],
    ['cloudformation.amazonaws.com', { kind: 'service', name: 'cloudformation.amazonaws.com' }],
    ['AWS Internal', { kind: 'service', name: 'AWS Internal' }],
    ...['sns.amazonaws.com.cn', 'support.amazon.com', 'fas.eu-west-1.aws.internal', 'resource-explorer-2.aws'].map(
      (name): [string, object] => [name, { kind: 'service', name }],
    ),
    ['sns.amazonaws.com.example.com', { kind: 'unknown' }],
    ['sns.notamazonaws.com', { kind: 'unknown' }],
    ['256.1.1.1', { kind: 'unknown' }],
    ['evil.example.com', { kind: 'unknown' }],
    [undefined, { kind: 'unknown' }],
  ])('%s', (sourceIPAddress, source) => {
    expect(useOf({ sourceIPAddress }).source).toEqual(source);
  });

  it('takes the brackets off an agent and cuts it', () => {
    expect(useOf({ userAgent: '[aws-cli/2.1]' }).userAgent).toBe('aws-cli/2.1');
    expect(useOf({ userAgent: `x${'y'.repeat(5000)}` }).userAgent).toHaveLength(256);
    expect(useOf({ userAgent: '' }).userAgent).toBe(null);
  });

  it('takes unknown regions as they are', () => {
    expect(useOf({ awsRegion: 'us-north-2r' }).region).toBe('us-north-2r');
    expect(useOf({ awsRegion: undefined }).region).toBe('unknown');
  });
});

describe('what it was aimed at', () => {
  const iam = { eventSource: 'iam.amazonaws.com' };
  const policy = (principal: unknown, more: object = {}) => ({
    Statement: [{ Effect: 'Allow', Principal: principal, Action: '*', ...more }],
  });
  const put = { eventSource: 's3.amazonaws.com', eventName: 'PutBucketPolicy' };

  it('names the user, the policy and the key of an IAM call', () => {
    const key = {
      ...iam,
      eventName: 'CreateAccessKey',
      requestParameters: { userName: 'other' },
      responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLEKEY000002', userName: 'other' } },
    };
    expect(useOf(key).target).toMatchObject({ principalName: 'other', accessKeyId: 'AKIAEXAMPLEKEY000002' });
    const attach = {
      ...iam,
      eventName: 'AttachRolePolicy',
      requestParameters: { roleName: 'r', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    };
    expect(useOf(attach).target).toMatchObject({
      principalName: 'r',
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
    const update = {
      ...iam,
      eventName: 'UpdateAccessKey',
      requestParameters: { userName: 'u', accessKeyId: 'AKIAEXAMPLEKEY000003' },
    };
    expect(useOf(update).target.accessKeyId).toBe('AKIAEXAMPLEKEY000003');
  });

  it.each([{}, null])('finds which key a user made for itself, asking with %j', (requestParameters) => {
    const own = {
      ...iam,
      eventName: 'CreateAccessKey',
      requestParameters,
      responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLEKEY000002', userName: 'deployer' } },
    };
    expect(useOf(own).target).toMatchObject({ principalName: 'deployer', accessKeyId: 'AKIAEXAMPLEKEY000002' });
  });

  it.each([
    ['secretsmanager', { secretId: 'db/password' }, 'db/password'],
    ['secretsmanager', { secretIdList: ['a', 'b'] }, 'a'],
    ['ssm', { names: ['/prod/key', '/prod/other'], withDecryption: true }, '/prod/key'],
    ['s3', { bucketName: 'ledger', key: 'x' }, 'ledger'],
    ['cloudtrail', { name: 'arn:aws:cloudtrail:…:trail/main' }, 'arn:aws:cloudtrail:…:trail/main'],
    ['lambda', { functionName: 'f' }, 'f'],
    ['redshift', { snapshotIdentifier: 'ledger' }, 'ledger'],
    ['backup', { backupVaultName: 'vault' }, 'vault'],
    ['dynamodb', { resourceArn: 'arn:aws:dynamodb:…:table/orders' }, 'arn:aws:dynamodb:…:table/orders'],
    ['elasticfilesystem', { fileSystemId: 'fs-1' }, 'fs-1'],
    ['fsx', { fileSystemId: 'fs-2' }, 'fs-2'],
    ['es', { domainName: 'logs' }, 'logs'],
    ['elasticache', { replicationGroupId: 'carts' }, 'carts'],
    ['cognito-idp', { userPoolId: 'pool' }, 'pool'],
    ['acm', { certificateArn: 'arn:aws:acm:…:certificate/1' }, 'arn:aws:acm:…:certificate/1'],
    ['eks', { clusterName: 'main', nodegroupName: 'n' }, 'main'],
    ['redshift', { clusterIdentifier: 'ledger' }, 'ledger'],
    ['some-new-service', { secretId: 'x' }, null],
    ['s3', null, null],
  ])('%s %j → %s', (service, requestParameters, resource) => {
    expect(useOf({ eventSource: `${service}.amazonaws.com`, requestParameters }).target.resource).toBe(resource);
  });

  it.each([
    [['/prod/a/key', '/prod/a/user', '/prod/b/key', 'flat'], 3],
    [['/prod/a/key'], 1],
    ['/prod/a/key', 0],
  ])('counts the folders that parameters %j lie in', (names, folders) => {
    const reading = { eventSource: 'ssm.amazonaws.com', eventName: 'GetParameters', requestParameters: { names } };
    expect(useOf(reading).target.folders).toBe(folders);
    expect(useOf({ ...reading, eventName: 'GetParameter' }).target.folders).toBe(undefined);
  });

  it.each([
    [{ path: '/', recursive: true }, 'all'],
    [{ path: '/' }, undefined],
    [{ path: '/', recursive: false }, undefined],
    [{ path: '/prod', recursive: true }, undefined],
  ])('tells who reads all the parameters there are: %j', (asked, folders) => {
    const requestParameters = { ...asked, withDecryption: true };
    const { target } = useOf({ eventSource: 'ssm.amazonaws.com', eventName: 'GetParametersByPath', requestParameters });
    expect(target).toMatchObject({ resource: asked.path, folders });
  });

  it.each([
    ['a layer of another account', [layerOf(stranger), layerOf(account), layerOf(stranger)], [stranger]],
    ['a layer of its own', [layerOf(account)], undefined],
    ['none', [], undefined],
    ['something else', ['layer', 7], undefined],
    ['something else before it', ['layer', layerOf(stranger)], [stranger]],
  ])('whose code runs under a function from now on, by %s', (_, layers, codeOf) => {
    const call = { eventSource: 'lambda.amazonaws.com', requestParameters: { functionName: 'orders', layers } };
    expect(useOf({ ...call, eventName: 'UpdateFunctionConfiguration20150331v2' }).target.codeOf).toEqual(codeOf);
    expect(useOf({ ...call, eventName: 'GetFunction20150331v2' }).target.codeOf).toBe(undefined);
  });

  const api = (owner: string) => `arn:aws:execute-api:us-east-1:${owner}:a/*`;
  const served = (Action: string, owner: string) =>
    policy(
      { Service: 'cloudfront.amazonaws.com' },
      { Action, Condition: { StringEquals: { 'AWS:SourceArn': `arn:aws:cloudfront::${owner}:distribution/E1` } } },
    );
  const grantTo = (group: string) => ({ Grantee: { URI: `http://acs.amazonaws.com/groups/global/${group}` } });
  const items = { items: [{ userId: stranger }, { userId: account }, { group: 'all' }] };
  it.each([
    [
      'a snapshot',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'ModifySnapshotAttribute',
        requestParameters: { snapshotId: 's', createVolumePermission: { add: items } },
      },
      [stranger, 'all'],
    ],
    [
      'an image',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'ModifyImageAttribute',
        requestParameters: { imageId: 'i', launchPermission: { add: items } },
      },
      [stranger, 'all'],
    ],
    [
      'a snapshot taken back',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'ModifySnapshotAttribute',
        requestParameters: { createVolumePermission: { remove: items } },
      },
      [],
    ],
    ...['ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute'].map(
      (eventName): [string, Record<string, unknown>, string[]] => [
        `a database snapshot: ${eventName}`,
        { eventSource: 'rds.amazonaws.com', eventName, requestParameters: { valuesToAdd: [stranger, 'all', account] } },
        [stranger, 'all'],
      ],
    ),
    ...(
      [
        ['ram', 'CreateResourceShare', { principals: [stranger] }, stranger],
        ['ram', 'AssociateResourceShare', { principals: [stranger] }, stranger],
        ['kms', 'PutKeyPolicy', { policy: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        ['secretsmanager', 'PutResourcePolicy', { resourcePolicy: JSON.stringify(policy('*')) }, 'all'],
        ['redshift', 'AuthorizeSnapshotAccess', { accountWithRestoreAccess: stranger }, stranger],
        ['ssm', 'ModifyDocumentPermission', { accountIdsToAdd: [stranger], permissionType: 'Share' }, stranger],
        ['ssm', 'ModifyDocumentPermission', { accountIdsToAdd: ['All'], permissionType: 'Share' }, 'all'],
        ['sns', 'AddPermission', { aWSAccountId: [stranger], actionName: ['Publish'] }, stranger],
        ['sqs', 'AddPermission', { aWSAccountIds: [stranger], actions: ['*'] }, stranger],
        ['sqs', 'AddPermission', { AWSAccountIds: [stranger], actions: ['*'] }, stranger],
        ['lambda', 'AddLayerVersionPermission20181031', { layerName: 'l', principal: stranger }, stranger],
        ['lambda', 'AddLayerVersionPermission20181031', { layerName: 'l', principal: '*' }, 'all'],
        ['lambda', 'AddPermission20150331v2', { functionName: 'f', principal: '*' }, 'all'],
        ['lambda', 'AddPermission20150331v2', { principal: '*', sourceAccount: stranger }, stranger],
        ['lambda', 'AddPermission20150331v2', { principal: '*', sourceArn: api(stranger) }, stranger],
        ['lambda', 'AddPermission20150331v2', { principal: '*', sourceArn: 'arn:aws:s3:::ledger' }, 'all'],
        ['lambda', 'AddPermission20150331v2', { principal: '*', invokedViaFunctionUrl: false }, 'all'],
        ['lambda', 'AddPermission20150331v2', { principal: 's3.amazonaws.com', sourceAccount: stranger }, stranger],
        [
          'lambda',
          'AddPermission20150331v2',
          { principal: 'apigateway.amazonaws.com', sourceArn: api(stranger) },
          stranger,
        ],
        ['lambda', 'AddPermission20150331v2', { principal: stranger, functionUrlAuthType: 'AWS_IAM' }, stranger],
        ['lambda', 'AddPermission20150331v2', { principal: stranger, principalOrgID: 'o-1234567890' }, stranger],
        ['kms', 'CreateGrant', { granteePrincipal: `arn:aws:iam::${stranger}:role/r` }, stranger],
        ['ecr', 'SetRepositoryPolicy', { policyText: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        ['backup', 'PutBackupVaultAccessPolicy', { policy: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        ['dynamodb', 'PutResourcePolicy', { policy: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        ['glue', 'PutResourcePolicy', { policyInJson: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        ['elasticfilesystem', 'PutFileSystemPolicy', { policy: JSON.stringify(policy('*')) }, 'all'],
        ['s3', 'PutAccessPointPolicy', { policy: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        ['ecr', 'PutRegistryPolicy', { policyText: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        ['sqs', 'SetQueueAttributes', { attributes: { Policy: JSON.stringify(policy('*')) } }, 'all'],
        ['redshift', 'AuthorizeDataShare', { dataShareArn: 'd', consumerIdentifier: stranger }, stranger],
        ['ec2', 'CreateVpcPeeringConnection', { vpcId: 'vpc-1', peerOwnerId: stranger }, stranger],
        [
          'ec2',
          'ModifyVpcEndpointServicePermissions',
          {
            ModifyVpcEndpointServicePermissionsRequest: {
              AddAllowedPrincipals: { content: `arn:aws:iam::${stranger}:root`, tag: 1 },
            },
          },
          stranger,
        ],
        [
          'ec2',
          'ModifyVpcEndpointServicePermissions',
          { ModifyVpcEndpointServicePermissionsRequest: { AddAllowedPrincipals: ['*'] } },
          'all',
        ],
        ['events', 'PutPermission', { principal: stranger, action: 'events:PutEvents' }, stranger],
        ['events', 'PutPermission', { principal: '*', action: 'events:PutEvents' }, 'all'],
        ['events', 'PutPermission', { policy: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        [
          'logs',
          'PutSubscriptionFilter',
          { destinationArn: `arn:aws:logs:us-east-1:${stranger}:destination:d` },
          stranger,
        ],
        ['sns', 'Subscribe', { protocol: 'sqs', endpoint: `arn:aws:sqs:us-east-1:${stranger}:q` }, stranger],
        [
          'backup',
          'StartCopyJob',
          { destinationBackupVaultArn: `arn:aws:backup:us-east-1:${stranger}:backup-vault:v` },
          stranger,
        ],
        ['dynamodb', 'ExportTableToPointInTime', { s3Bucket: 'b', s3BucketOwner: stranger }, stranger],
        ['rds', 'StartExportTask', { kmsKeyId: `arn:aws:kms:us-east-1:${stranger}:key/1` }, stranger],
        [
          's3',
          'PutBucketReplication',
          { ReplicationConfiguration: { Rule: { Destination: { Bucket: 'arn:aws:s3:::b', Account: stranger } } } },
          stranger,
        ],
        [
          's3',
          'PutBucketReplication',
          {
            ReplicationConfiguration: {
              Rule: [{ Destination: { Account: account } }, { Destination: { Account: stranger } }],
            },
          },
          stranger,
        ],
        ['s3', 'PutBucketAcl', { 'x-amz-acl': ['public-read'] }, 'all'],
        ['s3', 'PutBucketAcl', { 'x-amz-acl': 'public-read-write' }, 'all'],
        ['s3', 'PutObjectAcl', { 'x-amz-acl': 'authenticated-read' }, 'all'],
        ['s3', 'PutBucketAcl', { AccessControlPolicy: { AccessControlList: { Grant: grantTo('AllUsers') } } }, 'all'],
        [
          's3',
          'PutBucketAcl',
          { AccessControlPolicy: { AccessControlList: { Grant: [{}, grantTo('AuthenticatedUsers')] } } },
          'all',
        ],
        ['ses', 'PutIdentityPolicy', { policy: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        ['ses', 'CreateEmailIdentityPolicy', { policy: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        ['ses', 'UpdateEmailIdentityPolicy', { policy: JSON.stringify(policy({ AWS: stranger })) }, stranger],
        [
          'sns',
          'SetTopicAttributes',
          { attributeName: 'Policy', attributeValue: JSON.stringify(policy({ AWS: stranger })) },
          stranger,
        ],
      ] as const
    ).map(([service, eventName, requestParameters, whom]): [string, Record<string, unknown>, string[]] => [
      `${service}:${eventName}`,
      { eventSource: `${service}.amazonaws.com`, eventName, requestParameters },
      [whom],
    ]),
    ...(
      [
        ['ssm', 'ModifyDocumentPermission', { accountIdsToRemove: ['All'], permissionType: 'Share' }],
        ['redshift', 'AuthorizeSnapshotAccess', { accountWithRestoreAccess: 'amazon-redshift-support' }],
        ['lambda', 'AddLayerVersionPermission20181031', { principal: '*', organizationId: 'o-1234567890' }],
        ['lambda', 'AddPermission20150331v2', { principal: '*', principalOrgID: 'o-1234567890' }],
        ['lambda', 'AddPermission20150331v2', { principal: '*', functionUrlAuthType: 'NONE' }],
        ['lambda', 'AddPermission20150331v2', { principal: '*', invokedViaFunctionUrl: true }],
        ['lambda', 'AddPermission20150331v2', { principal: '*', sourceAccount: account }],
        ['lambda', 'AddPermission20150331v2', { principal: '*', sourceArn: api(account) }],
        ['lambda', 'AddPermission20150331v2', { principal: 's3.amazonaws.com' }],
        ['lambda', 'AddPermission20150331v2', { principal: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::ledger' }],
        ['lambda', 'AddPermission20150331v2', { principal: 's3.amazonaws.com', sourceAccount: account }],
        ['lambda', 'AddPermission20150331v2', { principal: 'apigateway.amazonaws.com', sourceArn: api(account) }],
        ['sns', 'SetTopicAttributes', { attributeName: 'DisplayName', attributeValue: stranger }],
        ['ec2', 'CreateVpcPeeringConnection', { vpcId: 'vpc-1', peerOwnerId: account }],
        ['events', 'PutPermission', { principal: '*', condition: { key: 'aws:PrincipalOrgID', value: 'o-1' } }],
        ['logs', 'PutSubscriptionFilter', { destinationArn: `arn:aws:lambda:us-east-1:${account}:function:f` }],
        // A number of twelve digits may be a telephone's.
        ['sns', 'Subscribe', { protocol: 'sms', endpoint: stranger }],
        [
          'sns',
          'Subscribe',
          { protocol: 'sqs', endpoint: 'arn:aws:sqs:us-east-1', topicArn: `arn:aws:sns:us-east-1:${stranger}:t` },
        ],
        ['backup', 'StartCopyJob', { destinationBackupVaultArn: `arn:aws:backup:us-east-1:${account}:backup-vault:v` }],
        ['dynamodb', 'ExportTableToPointInTime', { s3Bucket: 'b' }],
        [
          's3',
          'PutBucketReplication',
          { ReplicationConfiguration: { Rule: { Destination: { Bucket: 'arn:aws:s3:::b' } } } },
        ],
        ['s3', 'PutBucketAcl', { 'x-amz-acl': ['private'] }],
        ['s3', 'PutBucketAcl', { AccessControlPolicy: { AccessControlList: { Grant: grantTo('LogDelivery') } } }],
        ['organizations', 'PutResourcePolicy', { policy: JSON.stringify(policy({ AWS: stranger })) }],
        ['kms', 'CreateGrant', { granteePrincipal: 'dynamodb.eu-west-1.amazonaws.com' }],
        ['kms', 'CreateGrant', { granteePrincipal: `arn:aws:iam::${account}:role/r` }],
      ] as const
    ).map(([service, eventName, requestParameters]): [string, Record<string, unknown>, string[]] => [
      `${service}:${eventName} ${JSON.stringify(requestParameters)}`,
      { eventSource: `${service}.amazonaws.com`, eventName, requestParameters },
      [],
    ]),
    [
      'a bucket with a stranger',
      {
        ...put,
        requestParameters: {
          bucketPolicy: policy({ AWS: [`arn:aws:iam::${stranger}:root`, `arn:aws:iam::${account}:root`] }),
        },
      },
      [stranger],
    ],
    ['a bucket with everybody', { ...put, requestParameters: { bucketPolicy: policy('*') } }, ['all']],
    [
      'a bucket with everybody but one',
      {
        ...put,
        requestParameters: { bucketPolicy: policy(undefined, { NotPrincipal: { AWS: account } }) },
      },
      ['all'],
    ],
    [
      'a bucket that is denied to all but one',
      {
        ...put,
        requestParameters: { bucketPolicy: policy(undefined, { Effect: 'Deny', NotPrincipal: { AWS: account } }) },
      },
      [],
    ],
    [
      'a bucket with another’s distribution',
      { ...put, requestParameters: { bucketPolicy: served('s3:GetObject', stranger) } },
      [stranger],
    ],
    [
      'a bucket with a distribution of its own',
      { ...put, requestParameters: { bucketPolicy: served('s3:GetObject', account) } },
      [],
    ],
    [
      'a bucket with another’s logs, which come in',
      { ...put, requestParameters: { bucketPolicy: served('s3:PutObject', stranger) } },
      [],
    ],
    [
      'a bucket denied to everybody',
      { ...put, requestParameters: { bucketPolicy: policy('*', { Effect: 'Deny' }) } },
      [],
    ],
    [
      'a bucket with a service',
      { ...put, requestParameters: { bucketPolicy: policy({ Service: 'cloudtrail.amazonaws.com' }) } },
      [],
    ],
    [
      'a trust policy as text',
      {
        ...iam,
        eventName: 'UpdateAssumeRolePolicy',
        requestParameters: { roleName: 'r', policyDocument: JSON.stringify(policy({ AWS: stranger })) },
      },
      [stranger],
    ],
    [
      'a trust policy in URL spelling',
      {
        ...iam,
        eventName: 'CreateRole',
        requestParameters: {
          roleName: 'r',
          assumeRolePolicyDocument: encodeURIComponent(JSON.stringify(policy({ AWS: stranger }))),
        },
      },
      [stranger],
    ],
    [
      'a policy that is no JSON',
      {
        ...iam,
        eventName: 'CreateRole',
        requestParameters: { roleName: 'r', assumeRolePolicyDocument: '{"Statement":' },
      },
      [],
    ],
    [
      'a function',
      {
        eventSource: 'lambda.amazonaws.com',
        eventName: 'AddPermission20150331v2',
        requestParameters: { functionName: 'f', principal: stranger },
      },
      [stranger],
    ],
  ])('tells whom it shares with: %s', (_, changes, sharedWith) => {
    expect(useOf(changes).target.sharedWith).toEqual(sharedWith);
  });

  it('tells who alone can open what is written: not the account itself', () => {
    const written = (owner: string) =>
      useOf({
        eventName: 'CopyObject',
        requestParameters: {
          bucketName: 'ledger',
          'x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:eu-west-1:${owner}:key/1234`,
        },
      }).target.lockedWith;
    expect([written(stranger), written(account)]).toEqual([stranger, undefined]);
  });

  it('and what is written from now on', () => {
    const rule = (owner: string) => ({
      ApplyServerSideEncryptionByDefault: { KMSMasterKeyID: `arn:aws:kms:eu-west-1:${owner}:key/1234` },
    });
    const told = (Rule: unknown) =>
      useOf({
        eventSource: 's3.amazonaws.com',
        eventName: 'PutBucketEncryption',
        requestParameters: { bucketName: 'ledger', ServerSideEncryptionConfiguration: { Rule } },
      }).target.lockedWith;
    expect([told(rule(stranger)), told([rule(stranger)]), told(rule(account))]).toEqual([
      stranger,
      stranger,
      undefined,
    ]);
  });
});

describe('what gives nobody anything', () => {
  const mild = (eventSource: string, eventName: string, requestParameters: object | null) =>
    useOf({ eventSource: `${eventSource}.amazonaws.com`, eventName, requestParameters }).target.mild === true;
  const policy = (Effect: string) => JSON.stringify({ Statement: [{ Effect, Action: '*', Resource: '*' }] });

  it('is a key switched off, not on', () => {
    expect(mild('iam', 'UpdateAccessKey', { accessKeyId: 'AKIAEXAMPLEKEY000002', status: 'Inactive' })).toBe(true);
    expect(mild('iam', 'UpdateAccessKey', { accessKeyId: 'AKIAEXAMPLEKEY000002', status: 'Active' })).toBe(false);
  });

  it('is a policy that only denies, as far as it can be read', () => {
    const put = (policyDocument: string) => mild('iam', 'PutUserPolicy', { userName: 'x', policyDocument });
    expect(put(policy('Deny'))).toBe(true);
    expect(put(policy('Allow'))).toBe(false);
    expect(put(JSON.stringify({ Statement: [{ Effect: 'Deny' }, { Effect: 'Allow' }] }))).toBe(false);
    expect(put('{}')).toBe(false);
    expect(put('{"Statement":')).toBe(false);
  });

  it('is AWS’s own policy of denials, and nobody’s of the same name', () => {
    const attach = (policyArn: string) => mild('iam', 'AttachRolePolicy', { roleName: 'x', policyArn });
    expect(attach('arn:aws:iam::aws:policy/AWSDenyAll')).toBe(true);
    expect(attach('arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV9')).toBe(true);
    expect(attach(`arn:aws:iam::${account}:policy/AWSDenyAll`)).toBe(false);
    expect(attach('arn:aws:iam::aws:policy/AdministratorAccess')).toBe(false);
  });

  it('is an auditor’s look for a user, and for no role, since others may be let into that', () => {
    const attach = (name: string, call = 'AttachUserPolicy') =>
      mild('iam', call, { userName: 'x', policyArn: `arn:aws:iam::aws:policy/${name}` });
    for (const name of ['SecurityAudit', 'job-function/ViewOnlyAccess', 'AWSDenyAll']) {
      expect([attach(name), attach(name, 'AttachGroupPolicy')]).toEqual([true, true]);
    }
    for (const name of ['ReadOnlyAccess', 'SecurityAuditor', 'job-function/SystemAdministrator']) {
      expect(attach(name)).toBe(false);
    }
    expect(attach('SecurityAudit', 'AttachRolePolicy')).toBe(false);
  });

  it('is an attribute of a topic or queue that is not its policy', () => {
    const topic = (attributeName: string) => mild('sns', 'SetTopicAttributes', { attributeName, attributeValue: '{}' });
    expect([topic('DisplayName'), topic('Policy')]).toEqual([true, false]);
    const queue = (attributes: object) => mild('sqs', 'SetQueueAttributes', { attributes });
    expect([queue({ VisibilityTimeout: '60' }), queue({ Policy: '{}' })]).toEqual([true, false]);
  });

  it('is a month of logs, or more', () => {
    const keep = (retentionInDays: unknown) =>
      mild('logs', 'PutRetentionPolicy', { logGroupName: 'l', retentionInDays });
    expect([keep(30), keep(365), keep(14), keep('30')]).toEqual([true, true, false, false]);
  });

  it('is an access list for the owner alone', () => {
    const list = (acl: string) => mild('s3', 'PutBucketAcl', { bucketName: 'b', 'x-amz-acl': [acl] });
    expect([list('private'), list('public-read')]).toEqual([true, false]);
    expect(mild('s3', 'PutObjectAcl', { 'x-amz-acl': 'private' })).toBe(true);
    expect(mild('s3', 'PutBucketAcl', { bucketName: 'b', AccessControlPolicy: {} })).toBe(false);
  });

  it('is an instance in another group, not one that runs other code', () => {
    const change = (what: object) => mild('ec2', 'ModifyInstanceAttribute', { instanceId: 'i-1', ...what });
    expect(change({ groupSet: { items: [] } })).toBe(true);
    expect(change({ userData: '<sensitiveDataRemoved>' })).toBe(false);
    expect(change({ groupSet: { items: [] }, userData: '<sensitiveDataRemoved>' })).toBe(false);
    expect(change({ disableApiTermination: { value: true } })).toBe(true);
    expect(change({ attribute: 'userData', value: '<sensitiveDataRemoved>' })).toBe(false);
    // Where the record does not say what was changed, it may have been anything.
    expect(mild('ec2', 'ModifyInstanceAttribute', {})).toBe(false);
  });

  it('is a look at an instance, but for what it runs at its start', () => {
    const look = (what: object) => mild('ec2', 'DescribeInstanceAttribute', { instanceId: 'i-1', ...what });
    const looks = [look({ attribute: 'instanceType' }), look({ attribute: 'userData' }), look({})];
    expect(looks).toEqual([true, false, false]);
  });

  it('is a parameter that nobody asked to decipher', () => {
    const read = (what: object) => mild('ssm', 'GetParametersByPath', { path: '/app', ...what });
    expect([read({}), read({ withDecryption: false }), read({ withDecryption: true })]).toEqual([true, true, false]);
  });

  it('is a token for what the caller may do anyhow', () => {
    expect(mild('ecr', 'GetAuthorizationToken', {})).toBe(true);
    expect(mild('ecr', 'GetAuthorizationToken', null)).toBe(true);
    expect(mild('ec2', 'ModifyInstanceAttribute', null)).toBe(false);
  });

  it('is a guard put up, not taken down', () => {
    expect(mild('guardduty', 'UpdateDetector', { detectorId: 'd', enable: true })).toBe(true);
    expect(mild('guardduty', 'UpdateDetector', { detectorId: 'd', enable: false })).toBe(false);
    const s3 = (status: string) => ({ detectorId: 'd', features: [{ name: 'S3_DATA_EVENTS', status }] });
    expect(mild('guardduty', 'UpdateDetector', s3('ENABLED'))).toBe(true);
    expect(mild('guardduty', 'UpdateDetector', { ...s3('DISABLED'), enable: true })).toBe(false);
    expect(mild('guardduty', 'UpdateMemberDetectors', s3('ENABLED'))).toBe(true);
    expect(mild('guardduty', 'UpdateMemberDetectors', s3('DISABLED'))).toBe(false);
    const joining = (members: string) =>
      mild('guardduty', 'UpdateOrganizationConfiguration', { autoEnableOrganizationMembers: members });
    expect([joining('ALL'), joining('NONE')]).toEqual([true, false]);
    const trail = (change: object) => mild('cloudtrail', 'UpdateTrail', { name: 'all', ...change });
    expect(trail({ enableLogFileValidation: true, isMultiRegionTrail: true })).toBe(true);
    expect([{}, { enableLogFileValidation: false, isMultiRegionTrail: true }].map(trail)).toEqual([false, false]);
    for (const where of ['s3BucketName', 's3KeyPrefix', 'kmsKeyId', 'cloudWatchLogsLogGroupArn', 'snsTopicName'])
      expect(trail({ isMultiRegionTrail: true, [where]: 'mine' })).toBe(false);
    const recorder = (recordingGroup: object) =>
      mild('config', 'PutConfigurationRecorder', { configurationRecorder: { name: 'r', recordingGroup } });
    expect([recorder({ allSupported: true }), recorder({ allSupported: false })]).toEqual([true, false]);
    const block = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    const put = (one: object) => mild('s3', 'PutBucketPublicAccessBlock', { PublicAccessBlockConfiguration: one });
    expect(put(block)).toBe(true);
    expect(put({ ...block, BlockPublicPolicy: false })).toBe(false);
    const version = (Status: string) => mild('s3', 'PutBucketVersioning', { VersioningConfiguration: { Status } });
    expect([version('Enabled'), version('Suspended')]).toEqual([true, false]);
  });
});

describe('what its parameters say that it does', () => {
  const gone = { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } };
  const expiring = { LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days: 1 } } } };
  const expiringOnDate = {
    LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Date: '2026-11-03T00:00:00Z' } } },
  };
  const stopped = { eventSelectors: [{ includeManagementEvents: false }] };

  it.each([
    ['unguarding', 'dynamodb', 'UpdateContinuousBackups', gone],
    ['emptying', 's3', 'PutBucketLifecycle', expiring],
    ['emptying', 's3', 'PutBucketLifecycle', expiringOnDate],
    ['blinding', 'cloudtrail', 'PutEventSelectors', stopped],
    ['everywhere', 'cloudtrail', 'CreateTrail', { isMultiRegionTrail: true }],
  ] as const)('is %s: %s:%s', (what, service, eventName, requestParameters) => {
    const { target } = useOf({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters });
    expect(target[what]).toBe(true);
    expect(useOf({ eventSource: `${service}.amazonaws.com`, eventName }).target[what]).toBe(undefined);
  });
});

describe('what it made', () => {
  const sts = {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: { roleArn: `arn:aws:iam::${account}:role/jobs/Backup` },
  };
  const made = (expiration: string) => ({
    credentials: { accessKeyId: 'ASIAEXAMPLEKEY000007', sessionToken: 't', expiration },
    assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/Backup/s` },
  });

  it.each([
    'Nov 2, 2026, 10:30:00 AM',
    'Nov 2, 2026 10:30:00 AM',
    'Nov 2, 2026, 10:30:00\u202fAM',
    '2026-11-02T10:30:00Z',
  ])('a session until %s', (expiration) => {
    expect(mintOf(record(user, { ...sts, responseElements: made(expiration) }))).toEqual({
      accessKeyId: 'ASIAEXAMPLEKEY000007',
      sessionArn: `arn:aws:sts::${account}:assumed-role/Backup/s`,
      role: `arn:aws:iam::${account}:role/jobs/Backup`,
      expiresAt: useOf(sts).at + 3_600_000,
    });
  });

  it.each([
    ['Nov 2, 2026, 12:05:00 AM', '2026-11-02T00:05:00Z'],
    ['Nov 2, 2026, 12:05:00 PM', '2026-11-02T12:05:00Z'],
  ])('noon and midnight: %s', (expiration, same) => {
    const expiry = (text: string) => mintOf(record(user, { ...sts, responseElements: made(text) }))?.expiresAt;
    expect(expiry(expiration)).toBe(expiry(same));
  });

  it('a session of IAM Roles Anywhere, and of nobody when refused', () => {
    const responseElements = { credentialSet: [{ ...made('x'), roleArn: `arn:aws:iam::${account}:role/On` }] };
    expect(
      mintOf(
        record(user, { eventSource: 'rolesanywhere.amazonaws.com', eventName: 'CreateSession', responseElements }),
      ),
    ).toMatchObject({ role: `arn:aws:iam::${account}:role/On`, expiresAt: null });
    expect(mintOf(record(user, { ...sts, errorCode: 'AccessDenied', responseElements: null }))).toBe(null);
  });
});

describe('what stays behind', () => {
  it('passes on no secret from anywhere in a record', () => {
    const planted = 'CANARY-3f9a';
    const deep = {
      sessionToken: planted,
      secretString: planted,
      password: planted,
      secretAccessKey: planted,
      value: planted,
    };
    const value = record(
      {
        ...user,
        sessionContext: { attributes: deep, sessionIssuer: deep, webIdFederationData: { ...deep, attributes: deep } },
      },
      {
        eventSource: 'secretsmanager.amazonaws.com',
        requestParameters: { ...deep, secretId: 'name', newPassword: planted, clientRequestToken: planted },
        responseElements: { ...deep, credentials: { ...deep, accessKeyId: 'ASIAEXAMPLEKEY000007' }, accessKey: deep },
        additionalEventData: deep,
        serviceEventDetails: deep,
        errorMessage: planted,
        tlsDetails: deep,
        requestID: planted,
      },
    );
    const taken = intake(value);
    expect(taken.kind).toBe('use');
    expect(JSON.stringify(taken)).not.toContain(planted);
  });

  it('passes on nothing longer than a name may be', () => {
    const long = 'x'.repeat(100_000);
    const value = record(
      { ...user, userName: long, principalId: long },
      {
        awsRegion: long,
        userAgent: long,
        sourceIPAddress: long,
        errorCode: long,
        vpcEndpointId: long,
        requestParameters: { bucketName: long },
      },
    );
    expect(JSON.stringify(intake(value)).length).toBeLessThan(8_000);
    expect(intake(record(without(user, 'arn'), { eventID: long }))).toEqual({
      kind: 'rejected',
      reason: 'no-event-id',
    });
  });
});
