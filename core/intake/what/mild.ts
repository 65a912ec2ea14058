import { fieldsOf } from '../fields.ts';
import type { Request } from '../trail-record.ts';
import { cannedAcls, policyAmong, policyIn, statementsIn } from './sharing.ts';
import { leavesNewcomersUnseen, recordsLess, switchesOf } from './switches.ts';

/**
 * True for a call of a grave kind that by its parameters gives nobody anything and blinds nobody: a key switched off, a
 * policy that only denies, an auditor's look, a parameter read without decryption. Staff who chase a thief make many such calls, and a thief
 * gains nothing by them. Fails toward: grave.
 */
export function isMild(action: string, request: Request | null): boolean {
  // A login for what the caller may do anyhow, whatever the request says.
  if (action === 'ecr:GetAuthorizationToken') return true;
  if (request === null) return false;
  switch (action) {
    case 'iam:UpdateAccessKey':
    case 'iam:UpdateServiceSpecificCredential':
    case 'iam:UpdateSigningCertificate':
    case 'iam:UpdateSSHPublicKey':
      return request.status === 'Inactive';
    case 'iam:PutUserPolicy':
    case 'iam:PutRolePolicy':
    case 'iam:PutGroupPolicy':
      return onlyDenies(request.policyDocument);
    // Of a role it depends on whom it lets in.
    case 'iam:AttachRolePolicy':
      return isOneOf(denying, request.policyArn);
    case 'iam:AttachUserPolicy':
    case 'iam:AttachGroupPolicy':
      return isOneOf(denying, request.policyArn) || isOneOf(forAuditors, request.policyArn);
    // Of all attributes only user data runs at the next start, as root.
    case 'ec2:ModifyInstanceAttribute':
      return request.instanceId !== undefined && request.userData === undefined && request.attribute !== 'userData';
    // Of all attributes only user data holds secrets.
    case 'ec2:DescribeInstanceAttribute':
      return typeof request.attribute === 'string' && request.attribute !== 'userData';
    // Without decryption a secret comes as cipher text.
    case 'ssm:GetParameter':
    case 'ssm:GetParameters':
    case 'ssm:GetParametersByPath':
    case 'ssm:GetParameterHistory':
      return request.withDecryption === undefined || request.withDecryption === false;
    case 'guardduty:UpdateDetector':
      return request.enable !== false && keepsUp(request, request.enable === true);
    case 'guardduty:UpdateMemberDetectors':
      return keepsUp(request, false);
    case 'guardduty:UpdateOrganizationConfiguration':
      return !leavesNewcomersUnseen(request) && keepsUp(request, joinsNewcomers(request));
    case 'config:PutConfigurationRecorder':
      return !recordsLess(request);
    case 'macie2:UpdateMacieSession':
      return request.status !== 'PAUSED';
    case 'cloudtrail:UpdateTrail':
      return onlyWatchesMore(request);
    case 'sns:SetTopicAttributes':
    case 'sqs:SetQueueAttributes':
      return policyAmong(request) === undefined;
    case 's3:PutBucketAcl':
    case 's3:PutObjectAcl':
      return cannedAcls(request).includes('private');
    case 'logs:PutRetentionPolicy':
      return typeof request.retentionInDays === 'number' && request.retentionInDays >= leastRetention;
    case 's3:PutBucketVersioning':
      return fieldsOf(request.VersioningConfiguration).Status === 'Enabled';
    case 's3:PutBucketPublicAccessBlock':
      return blocksAll(fieldsOf(request.PublicAccessBlockConfiguration));
    default:
      return false;
  }
}

/** Days, within which most incidents are found. */
const leastRetention = 30;

/** Something is switched on, or `isOn` by another parameter, and nothing is switched off. */
function keepsUp(request: Request, isOn: boolean): boolean {
  const switches = switchesOf(request);
  return (isOn || switches.length > 0) && !switches.includes(false);
}

/** The trail is told to watch or to prove more, and delivers to where it did before. */
function onlyWatchesMore(request: Request): boolean {
  const { enableLogFileValidation, includeGlobalServiceEvents, isMultiRegionTrail, isOrganizationTrail } = request;
  const switches = [enableLogFileValidation, includeGlobalServiceEvents, isMultiRegionTrail, isOrganizationTrail];
  return (
    switches.includes(true) && !switches.includes(false) && deliveries.every((name) => request[name] === undefined)
  );
}

const deliveries = ['s3BucketName', 's3KeyPrefix', 'kmsKeyId', 'cloudWatchLogsLogGroupArn', 'snsTopicName'] as const;

function joinsNewcomers({ autoEnable, autoEnableOrganizationMembers }: Request): boolean {
  return (
    autoEnable === true || (autoEnableOrganizationMembers !== undefined && autoEnableOrganizationMembers !== 'NONE')
  );
}

const denying = /^arn:[\w-]+:iam::aws:policy\/(?:AWSDenyAll$|AWSCompromisedKeyQuarantine)/;

/** Whoever has these sees how things are set up, and none of the data. */
const forAuditors = /^arn:[\w-]+:iam::aws:policy\/(?:SecurityAudit|job-function\/ViewOnlyAccess)$/;

function isOneOf(policies: RegExp, policyArn: unknown): boolean {
  return typeof policyArn === 'string' && policies.test(policyArn);
}

function onlyDenies(document: unknown): boolean {
  const statements = statementsIn(policyIn(document));
  return statements.length > 0 && statements.every(({ Effect }) => Effect === 'Deny');
}

function blocksAll(block: Readonly<Record<string, unknown>>): boolean {
  const names = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
  return names.every((name) => block[name] === true);
}
