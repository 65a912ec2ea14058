import type { AccountId } from '../model/brand.ts';
import type { Target } from './credential-use.ts';
import { accessKeyOf, type Fields, fieldsOf, isFields, untrusted } from './fields.ts';
import { sharedWith } from './sharing.ts';

const nameLength = 128;
const resourceLength = 512;
const nobody: readonly string[] = [];
const noTarget: Target = {
  principalName: null,
  policyArn: null,
  resource: null,
  sharedWith: nobody,
  accessKeyId: null,
};

/** Where each service's calls name what they are about, the telling names first. */
const resourceNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['bedrock', ['modelId', 'agentId', 'knowledgeBaseId']],
  ['cloudtrail', ['name', 'trailName', 'trailARN', 'resourceId']],
  ['config', ['configurationRecorderName', 'deliveryChannelName']],
  ['dynamodb', ['tableName', 'globalTableName']],
  ['ec2', ['snapshotId', 'imageId', 'instanceId', 'volumeId', 'groupId', 'vpcId', 'keyName']],
  ['ecr', ['repositoryName']],
  ['ecs', ['taskDefinition', 'service', 'cluster']],
  ['events', ['name', 'rule']],
  ['guardduty', ['detectorId']],
  ['kms', ['keyId']],
  ['lambda', ['functionName', 'layerName']],
  ['logs', ['logGroupName']],
  ['organizations', ['policyId', 'accountId', 'targetId']],
  ['rds', ['dBSnapshotIdentifier', 'dBClusterSnapshotIdentifier', 'dBInstanceIdentifier', 'dBClusterIdentifier']],
  ['rolesanywhere', ['trustAnchorId', 'profileId', 'name']],
  ['s3', ['bucketName']],
  ['secretsmanager', ['secretId', 'SecretId', 'secretIdList', 'name']],
  ['securityhub', ['hubArn', 'standardsSubscriptionArns']],
  ['sns', ['topicArn']],
  ['sqs', ['queueUrl']],
  ['ssm', ['name', 'names', 'documentName', 'target', 'instanceId']],
  ['sts', ['roleArn', 'targetPrincipal', 'name']],
]);

/** Reads only what is named here: nothing else of a request or response goes on. */
export function targetOf(record: Fields, service: string, action: string, owner: AccountId): Target {
  const request = record.requestParameters;
  if (!isFields(request)) return noTarget;
  if (service === 'iam') return iamTarget(request, fieldsOf(record.responseElements), action, owner);
  const names = resourceNames.get(service);
  const resource = names === undefined ? null : resourceOf(request, names);
  const accounts = sharedWith(action, request, owner);
  if (resource === null && accounts.length === 0) return noTarget;
  return { principalName: null, policyArn: null, resource, sharedWith: accounts, accessKeyId: null };
}

function resourceOf(request: Fields, names: readonly string[]): Target['resource'] {
  for (const name of names) {
    const value = request[name];
    const found = untrusted(Array.isArray(value) ? value[0] : value, resourceLength);
    if (found !== null) return found;
  }
  return null;
}

function iamTarget(request: Fields, response: Fields, action: string, owner: AccountId): Target {
  const made = fieldsOf(response.accessKey);
  const special = fieldsOf(response.serviceSpecificCredential);
  const name = request.userName ?? request.roleName ?? request.groupName ?? made.userName;
  return {
    principalName: untrusted(name, nameLength),
    policyArn: untrusted(request.policyArn, resourceLength),
    resource: untrusted(request.policyName ?? request.instanceProfileName, resourceLength),
    sharedWith: sharedWith(action, request, owner),
    accessKeyId:
      accessKeyOf(made.accessKeyId) ??
      accessKeyOf(request.accessKeyId) ??
      accessKeyOf(special.serviceSpecificCredentialId) ??
      accessKeyOf(request.serviceSpecificCredentialId),
  };
}
