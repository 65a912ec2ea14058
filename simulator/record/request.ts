import { hex } from '../organisation/ids.ts';
import type { Stock } from '../organisation/stock.ts';
import type { Random } from '../random.ts';
import { factsOf } from './action.ts';
import type { JsonObject } from './cloudtrail-record.ts';
import type { Call } from './record.ts';

/** What a request is about: the workload's own resources, in the account and region where it runs. */
export interface Subject {
  readonly stock: Stock;
  readonly accountId: string;
  readonly region: string;
}

type Parameters = (s: Stock, random: Random, subject: Subject) => JsonObject;

const object: Parameters = (s, r) => ({
  bucketName: s.bucket,
  Host: `${s.bucket}.s3.amazonaws.com`,
  key: `${s.service}/${hex(r, 2)}/${hex(r, 8)}.json`,
});
const bucket: Parameters = (s) => ({ bucketName: s.bucket, Host: `${s.bucket}.s3.amazonaws.com` });
const instances: Parameters = (s) => ({ instancesSet: { items: [{ instanceId: s.instance }] }, filterSet: {} });
const model: Parameters = (s) => ({ modelId: s.model });
const role: Parameters = (s) => ({ roleName: `${s.service}-role` });
const table: Parameters = (s) => ({ tableName: s.table });
const runtimeRole = (s: Stock, { accountId }: Subject) => `arn:aws:iam::${accountId}:role/${s.service}-role`;
const fn: Parameters = (s) => ({ functionName: s.functionName });

const parametersByAction: Readonly<Record<string, Parameters>> = {
  's3:GetObject': object,
  's3:PutObject': object,
  's3:HeadObject': object,
  's3:DeleteObject': object,
  's3:ListObjects': (s) => ({
    'list-type': '2',
    bucketName: s.bucket,
    prefix: `${s.service}/`,
    Host: `${s.bucket}.s3.amazonaws.com`,
  }),
  's3:GetBucketLocation': bucket,
  's3:GetBucketPolicy': bucket,
  's3:GetBucketAcl': bucket,
  's3:GetBucketLogging': bucket,
  's3:GetBucketVersioning': bucket,
  'secretsmanager:GetSecretValue': (s, _r, at) => ({
    secretId: `arn:aws:secretsmanager:${at.region}:${at.accountId}:secret:${s.secret}`,
  }),
  'secretsmanager:DescribeSecret': (s) => ({ secretId: s.secret }),
  'secretsmanager:ListSecrets': () => ({ maxResults: 100 }),
  'ssm:GetParameter': (s) => ({ name: `${s.parameter}/config`, withDecryption: true }),
  'ssm:GetParametersByPath': (s) => ({ path: s.parameter, recursive: true, withDecryption: true }),
  'ssm:PutParameter': (s) => ({ name: `${s.parameter}/release`, type: 'String', overwrite: true }),
  'ssm:DescribeParameters': () => ({ maxResults: 50 }),
  'ssm:DescribeInstanceInformation': (s) => ({ filters: [{ key: 'InstanceIds', values: [s.instance] }] }),
  'ssm:UpdateInstanceInformation': (s) => ({
    instanceId: s.instance,
    agentVersion: '3.3.1611.0',
    platformType: 'Linux',
    agentName: 'amazon-ssm-agent',
  }),
  'ssm:SendCommand': (s) => ({ instanceIds: [s.instance], documentName: 'AWS-RunShellScript', interactive: false }),
  'ssm:StartSession': (s) => ({ target: s.instance }),
  'sqs:GetQueueAttributes': (s, _r, at) => ({
    queueUrl: `https://sqs.${at.region}.amazonaws.com/${at.accountId}/${s.queue}`,
    attributeNames: ['All'],
  }),
  'sqs:GetQueueUrl': (s) => ({ queueName: s.queue }),
  'dynamodb:DescribeTable': table,
  'dynamodb:UpdateTable': table,
  'dynamodb:CreateBackup': (s, r) => ({ tableName: s.table, backupName: `${s.table}-${hex(r, 6)}` }),
  'lambda:GetFunction20150331v2': fn,
  'lambda:UpdateFunctionCode20150331v2': (s, r) => ({
    functionName: s.functionName,
    publish: true,
    dryRun: false,
    s3Bucket: s.bucket,
    s3Key: `${s.functionName}/${hex(r, 10)}.zip`,
  }),
  'lambda:PublishVersion20150331': fn,
  'lambda:CreateFunction20150331': (s, r, at) => ({
    functionName: `${s.service}-${hex(r, 3)}`,
    role: runtimeRole(s, at),
    runtime: 'nodejs24.x',
    handler: 'index.handler',
  }),
  'codebuild:CreateProject': (s, _r, at) => ({ name: `${s.service}-build`, serviceRole: runtimeRole(s, at) }),
  'glue:CreateJob': (s, _r, at) => ({ name: `${s.service}-load`, role: runtimeRole(s, at) }),
  'states:CreateStateMachine': (s, _r, at) => ({ name: `${s.service}-steps`, roleArn: runtimeRole(s, at) }),
  'lambda:Invoke': fn,
  'lambda:ListFunctions20150331': () => ({ maxItems: 50 }),
  'ecr:GetAuthorizationToken': () => ({}),
  'ecr:BatchGetImage': (s, r) => ({ repositoryName: s.repository, imageIds: [{ imageTag: hex(r, 7) }] }),
  'ecr:PutImage': (s, r) => ({ repositoryName: s.repository, imageTag: hex(r, 7) }),
  'ecr:InitiateLayerUpload': (s) => ({ repositoryName: s.repository }),
  'ecr:DescribeImages': (s) => ({ repositoryName: s.repository }),
  'ecs:UpdateService': (s) => ({ cluster: s.cluster, service: s.service, forceNewDeployment: true }),
  'ecs:RegisterTaskDefinition': (s) => ({ family: s.service }),
  'ecs:DescribeServices': (s) => ({ cluster: s.cluster, services: [s.service] }),
  'ecs:ListTasks': (s) => ({ cluster: s.cluster }),
  'cloudformation:DescribeStacks': (s) => ({ stackName: s.service }),
  'cloudformation:CreateChangeSet': (s, r) => ({
    stackName: s.service,
    changeSetName: `cs-${hex(r, 8)}`,
    capabilities: ['CAPABILITY_IAM'],
  }),
  'cloudformation:ExecuteChangeSet': (s, r) => ({ stackName: s.service, changeSetName: `cs-${hex(r, 8)}` }),
  'cloudformation:DescribeStackEvents': (s) => ({ stackName: s.service }),
  'cloudfront:CreateInvalidation': (s, r) => ({
    distributionId: `E${hex(r, 12).toUpperCase()}`,
    invalidationBatch: { callerReference: s.service },
  }),
  'ec2:DescribeInstances': instances,
  'ec2:DescribeVolumes': () => ({ volumeSet: {}, filterSet: {} }),
  'ec2:DescribeSnapshots': () => ({ ownersSet: { items: [{ owner: 'self' }] }, filterSet: {} }),
  'ec2:CreateSnapshot': (_s, r) => ({ volumeId: `vol-0${hex(r, 16)}`, description: 'nightly' }),
  'ec2:DeleteSnapshot': (_s, r) => ({ snapshotId: `snap-0${hex(r, 16)}` }),
  'ec2:CreateTags': (_s, r) => ({
    resourcesSet: { items: [{ resourceId: `snap-0${hex(r, 16)}` }] },
    tagSet: { items: [{ key: 'job', value: 'backup' }] },
  }),
  'ec2:StartInstances': instances,
  'ec2:StopInstances': instances,
  'kms:Decrypt': (s, _r, at) => ({
    keyId: `arn:aws:kms:${at.region}:${at.accountId}:key/${s.kmsKey}`,
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  }),
  'kms:GenerateDataKey': (s, _r, at) => ({
    keyId: `arn:aws:kms:${at.region}:${at.accountId}:key/${s.kmsKey}`,
    keySpec: 'AES_256',
  }),
  'logs:FilterLogEvents': (s) => ({ logGroupName: s.logGroup, filterPattern: 'ERROR' }),
  'logs:StartQuery': (s) => ({ logGroupName: s.logGroup, queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS' }),
  'logs:DescribeLogGroups': () => ({ logGroupNamePrefix: '/aws/' }),
  'logs:CreateLogStream': (s, r) => ({ logGroupName: s.logGroup, logStreamName: hex(r, 32) }),
  'bedrock:InvokeModel': model,
  'bedrock:Converse': model,
  'bedrock:ConverseStream': model,
  'bedrock:InvokeModelWithResponseStream': model,
  'bedrock:GetFoundationModelAvailability': model,
  'sts:AssumeRole': (s, r) => ({
    roleArn: `arn:aws:iam::8100000000${r.between(10, 60)}:role/${s.service}-access`,
    roleSessionName: s.service,
    externalId: s.kmsKey,
  }),
  'iam:GetRole': role,
  'iam:CreateRole': (s) => ({ roleName: `${s.service}-role`, assumeRolePolicyDocument: trust('lambda.amazonaws.com') }),
  'iam:PutRolePolicy': (s) => ({
    roleName: `${s.service}-role`,
    policyName: 'runtime',
    policyDocument: allow(['s3:GetObject', 'sqs:SendMessage']),
  }),
  'iam:AttachRolePolicy': (s) => ({
    roleName: `${s.service}-role`,
    policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  }),
  'iam:CreatePolicy': (s) => ({ policyName: `${s.service}-runtime`, policyDocument: allow(['dynamodb:GetItem']) }),
  'iam:ListRolePolicies': role,
  'iam:ListAttachedRolePolicies': role,
  'iam:PassRole': role,
};

export function trust(who: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: who }, Action: 'sts:AssumeRole' }],
  });
}

export function allow(actions: readonly string[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
}

/** An ordinary call of this workload: AWS answers reads with null and most writes with an id. */
export function ordinaryCall(action: string, subject: Subject, random: Random): Call {
  const { service, eventName, readOnly } = factsOf(action);
  const parameters = parametersByAction[action]?.(subject.stock, random, subject) ?? null;
  const response = readOnly || service === 's3' ? null : answer(service, eventName, random);
  const resources = resourcesOf(service, subject);
  return { action, parameters, response, ...(resources === null ? {} : { resources }) };
}

function answer(service: string, eventName: string, random: Random): JsonObject | null {
  if (service === 'ec2') return { requestId: hex(random, 8), _return: true };
  if (service === 'iam') return eventName.startsWith('Create') ? { created: true } : null;
  if (service === 'ssm' && eventName === 'SendCommand')
    return { command: { commandId: hex(random, 32), status: 'Pending' } };
  return {};
}

function resourcesOf(service: string, { stock, accountId, region }: Subject): readonly JsonObject[] | null {
  if (service === 's3') return [{ accountId, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${stock.bucket}` }];
  if (service === 'kms')
    return [{ accountId, type: 'AWS::KMS::Key', ARN: `arn:aws:kms:${region}:${accountId}:key/${stock.kmsKey}` }];
  return null;
}
