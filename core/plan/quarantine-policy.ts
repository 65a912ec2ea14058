import { fail, ok, type Result } from '../model/result.ts';
import { type Condition, type DenyDocument, deny, documentOf, inlineSize } from './deny-document.ts';

/** What a thief does first: take more power, hide, read secrets, spend, share, destroy. */
const sensitiveActions: readonly string[] = [
  'iam:*',
  'organizations:*',
  'account:*',
  'sso:*',
  'sts:AssumeRole*',
  'sts:Get*Token',
  'signin:*',
  'cloudtrail:Delete*',
  'cloudtrail:Put*',
  'cloudtrail:Stop*',
  'cloudtrail:Update*',
  'config:Delete*',
  'config:Stop*',
  'guardduty:*',
  'secretsmanager:*SecretValue',
  'ssm:GetParameter*',
  'ssm:SendCommand',
  'ssm:StartSession',
  'ec2-instance-connect:*',
  'ec2:GetPasswordData',
  'ec2:AuthorizeSecurityGroup*',
  'ec2:ModifyImageAttribute',
  'ec2:ModifySnapshotAttribute',
  'ec2:RequestSpot*',
  'ec2:RunInstances',
  'ecs:RegisterTaskDefinition',
  'lambda:AddPermission',
  'lambda:CreateFunction',
  'lambda:UpdateFunction*',
  'cloudformation:Create*',
  'bedrock:CallWithBearerToken',
  'bedrock:Invoke*',
  'kms:CreateGrant',
  'kms:Disable*',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'rds:Delete*',
  'rds:Modify*SnapshotAttribute',
  'dynamodb:DeleteTable',
  's3:DeleteBucket*',
  's3:DeleteObjectVersion',
  's3:PutBucket*',
  's3:PutLifecycle*',
  's3:PutReplication*',
];

/** The part that lets a thief stay, for principals whose inline policies leave little room. */
const gravestActions: readonly string[] = [
  'iam:*',
  'organizations:*',
  'sts:AssumeRole*',
  'sts:Get*Token',
  'cloudtrail:*',
  'secretsmanager:*SecretValue',
  'ec2:RunInstances',
];

/** Denies what is sensitive and leaves the credential its everyday work; only in the sessions that `within` matches. */
export function quarantineDocument(room: number, within?: Condition): Result<DenyDocument, string> {
  const documents = [sensitiveActions, gravestActions].map((actions) => documentOf(deny(actions, within)));
  const fitting = documents.find((document) => inlineSize(document) <= room);
  if (fitting !== undefined) return ok(fitting);
  return fail(
    `not even the gravest actions fit into the ${Math.max(0, room)} characters that IAM has left for this principal`,
  );
}

/** For a principal without an established workload there is nothing to keep alive. */
export function denyAllDocument(room: number): Result<DenyDocument, string> {
  const document = documentOf(deny('*'));
  if (inlineSize(document) <= room) return ok(document);
  return fail('the inline policies of this principal leave no room for a deny');
}
