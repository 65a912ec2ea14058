/** Where each service's calls name what they are about, the telling names first. */
export const resourceNames = {
  account: ['alternateContactType', 'regionName', 'accountId'],
  acm: ['certificateArn'],
  backup: ['backupVaultName'],
  bedrock: ['modelId', 'agentId', 'knowledgeBaseId'],
  cloudtrail: ['name', 'trailName', 'trailARN', 'resourceId'],
  'cognito-idp': ['userPoolId'],
  config: ['configurationRecorderName', 'deliveryChannelName'],
  dynamodb: ['tableName', 'globalTableName', 'resourceArn'],
  ec2: ['snapshotId', 'imageId', 'instanceId', 'volumeId', 'groupId', 'vpcId', 'keyName'],
  ecr: ['repositoryName'],
  ecs: ['taskDefinition', 'service', 'cluster'],
  eks: ['clusterName'],
  elasticache: ['replicationGroupId', 'cacheClusterId'],
  elasticfilesystem: ['fileSystemId'],
  es: ['domainName'],
  events: ['name', 'rule'],
  fsx: ['fileSystemId'],
  guardduty: ['detectorId'],
  kms: ['keyId'],
  lambda: ['functionName', 'layerName'],
  logs: ['logGroupName'],
  organizations: ['policyId', 'accountId', 'targetId'],
  rds: ['dBSnapshotIdentifier', 'dBClusterSnapshotIdentifier', 'dBInstanceIdentifier', 'dBClusterIdentifier'],
  redshift: ['snapshotIdentifier', 'snapshotArn', 'clusterIdentifier', 'dataShareArn'],
  rolesanywhere: ['trustAnchorId', 'profileId', 'name'],
  s3: ['bucketName'],
  secretsmanager: ['secretId', 'SecretId', 'secretIdList', 'name'],
  securityhub: ['hubArn', 'standardsSubscriptionArns'],
  sns: ['topicArn'],
  sqs: ['queueUrl'],
  ssm: ['name', 'names', 'path', 'documentName', 'target', 'instanceId'],
  sts: ['roleArn', 'targetPrincipal', 'name'],
} as const;

type ResourceName = (typeof resourceNames)[keyof typeof resourceNames][number];

const byService: ReadonlyMap<string, readonly ResourceName[]> = new Map(Object.entries(resourceNames));

export function resourceNamesOf(service: string): readonly ResourceName[] {
  return byService.get(service) ?? [];
}
