import { type Fields, fieldsOf } from './fields.ts';
import { resourceNames } from './what/resource-names.ts';

/**
 * The fields of a record that anything here reads. Readers of files may leave out all others, so a field that is not named
 * here cannot be read: it would not compile.
 */
export const recordFields = [
  'addendum',
  'additionalEventData',
  'awsRegion',
  'digestS3Object',
  'errorCode',
  'errorMessage',
  'eventCategory',
  'eventID',
  'eventName',
  'eventSource',
  'eventTime',
  'eventType',
  'readOnly',
  'recipientAccountId',
  'requestParameters',
  'responseElements',
  'sessionCredentialFromConsole',
  'sourceIPAddress',
  'userAgent',
  'userIdentity',
  'vpcEndpointAccountId',
  'vpcEndpointId',
] as const;

const namesOfResources = Object.values(resourceNames).flat();

/** Paths of objects, of which only the first folder is read. */
export const folderFields = ['key', 'prefix'] as const;

/** The same within `requestParameters`, */
export const requestFields = [
  ...namesOfResources,
  ...folderFields,
  'AWSAccountIds',
  'AccessControlPolicy',
  'LifecycleConfiguration',
  'ModifyVpcEndpointServicePermissionsRequest',
  'PublicAccessBlockConfiguration',
  'ReplicationConfiguration',
  'ServerSideEncryptionConfiguration',
  'VersioningConfiguration',
  'aWSAccountId',
  'aWSAccountIds',
  'accessKeyId',
  'accountIdsToAdd',
  'accountWithRestoreAccess',
  'advancedEventSelectors',
  'assumeRolePolicyDocument',
  'attribute',
  'attributeName',
  'attributeValue',
  'attributes',
  'autoEnable',
  'autoEnableOrganizationMembers',
  'backupRetentionPeriod',
  'bucketPolicy',
  'capabilities',
  'cloudWatchLogsLogGroupArn',
  'condition',
  'configurationRecorder',
  'consumerIdentifier',
  'createVolumePermission',
  'dataSources',
  'destinationArn',
  'destinationBackupVaultArn',
  'enable',
  'enableLogFileValidation',
  'endpoint',
  'eventSelectors',
  'features',
  'functionUrlAuthType',
  'granteePrincipal',
  'groupName',
  'groupSet',
  'includeGlobalServiceEvents',
  'instanceProfileName',
  'invokedViaFunctionUrl',
  'isMultiRegionTrail',
  'isOrganizationTrail',
  'kmsKeyId',
  'launchPermission',
  'layers',
  'multiRegionEnabled',
  'organizationEnabled',
  'organizationId',
  'peerOwnerId',
  'pointInTimeRecoverySpecification',
  'policy',
  'policyArn',
  'policyDocument',
  'policyInJson',
  'policyName',
  'policyText',
  'principal',
  'principalArn',
  'principalOrgID',
  'principals',
  'recursive',
  'resourcePolicy',
  'retentionInDays',
  'roleArn',
  'roleName',
  's3BucketName',
  's3BucketOwner',
  's3KeyPrefix',
  'serviceSpecificCredentialId',
  'snsTopicName',
  'sourceAccount',
  'sourceArn',
  'status',
  'tags',
  'typeName',
  'userData',
  'userName',
  'valuesToAdd',
  'withDecryption',
  'x-amz-acl',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-customer-algorithm',
] as const;

/** within `responseElements`, */
export const responseFields = [
  'ConsoleLogin',
  'EmailUpdated',
  'PasswordRecoveryCompleted',
  'PasswordUpdated',
  'accessKey',
  'assumedRoleUser',
  'credentialSet',
  'credentials',
  'federatedUser',
  'provider',
  'roleArn',
  'serviceSpecificCredential',
  'subject',
  'subjectFromWebIdentityToken',
  'subjectType',
] as const;

/** and within `additionalEventData`. */
export const extraFields = ['AuthenticationMethod', 'MFAUsed', 'SecretId', 'callWithBearerToken', 'protocol'] as const;

type Of<Names extends readonly string[]> = Readonly<Partial<Record<Names[number], unknown>>>;

export type TrailRecord = Of<typeof recordFields>;
export type Request = Of<typeof requestFields>;
export type Response = Of<typeof responseFields>;

export function requestOf(record: TrailRecord): Request {
  return fieldsOf(record.requestParameters);
}

export function responseOf(record: TrailRecord): Response {
  return fieldsOf(record.responseElements);
}

export function extraOf(record: TrailRecord): Of<typeof extraFields> {
  return fieldsOf(record.additionalEventData);
}

export function callerOf(record: TrailRecord): Fields {
  return fieldsOf(record.userIdentity);
}
