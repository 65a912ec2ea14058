import { fail, ok, type Result } from '../model/result.ts';
import { type Condition, type DenyDocument, deny, documentOf, inlineSize } from './deny-document.ts';

/** The part that lets a thief stay, unseen and stronger. */
const gravestActions: readonly string[] = [
  'iam:*',
  'organizations:*',
  'sts:Assume*',
  'sts:Get*Token',
  'cloudtrail:*',
  'secretsmanager:*',
  'ec2:RunInstances',
];

/**
 * The rest of what a thief does, the gravest first: with the above, every call that the signals hold to be grave, by the name
 * that IAM has for it. Whole services where a workload has no business with the rest of them, else verbs, and these only as
 * long as a service's everyday calls need: a user's inline policies have room for hardly more.
 */
const graveActions: readonly string[] = [
  // Takes power, and a way back in.
  'account:*',
  'sso:*',
  'sso-directory:*',
  'identitystore:*',
  'signin:*',
  'rolesanywhere:*',
  'eks:*AccessE*',
  'eks:Associate*',
  'ec2:*IamInst*',
  'lambda:Add*',
  'lambda:CreateF*',
  'lambda:UpdateF*',
  'cloudformation:Create*',
  'states:Create*',
  'codebuild:Create*',
  'glue:*DevEnd*',
  'glue:CreateJob',
  'sagemaker:Create*Note*',
  // Blinds those who watch.
  'guardduty:*',
  'securityhub:*Dis*',
  'securityhub:Del*',
  'config:Delete*',
  'config:Stop*',
  'access-analyzer:*',
  'macie2:*',
  'detective:*',
  'inspector2:Disable',
  'logs:Delete*',
  'logs:PutRet*',
  'events:Delete*',
  'events:Disable*',
  'events:Remove*',
  'cloudwatch:Disable*',
  'route53resolver:Delete*',
  'wafv2:Delete*',
  'ec2:Disable*',
  // Gives data away.
  'ram:*',
  's3:Put*Acl',
  's3:Put*Conf*',
  's3:PutAcc*',
  's3:PutBucket*',
  'ec2:ModifyI*',
  'ec2:ModifySnap*',
  'kms:CreateG*',
  'kms:Put*',
  'rds:Modify*',
  'rds:StartEx*',
  'dynamodb:Export*',
  'dynamodb:PutRes*',
  'redshift:Authorize*',
  'backup:Put*',
  'ecr:Set*',
  'sns:Add*',
  'sqs:Add*',
  'ec2:Export*',
  'ec2:*Task',
  // Destroys.
  'kms:Disable*',
  'kms:Schedule*',
  'kms:DeleteImp*',
  's3:Delete*',
  'rds:Delete*',
  'dynamodb:DeleteB*',
  'dynamodb:DeleteTable',
  'backup:Delete*',
  'ec2:DeleteFlow*',
  'ec2:DeleteSnap*',
  'ec2:DeleteVol*',
  'ec2:Terminate*',
  'cloudformation:Delete*',
  'eks:Delete*',
  'lambda:DeleteF*',
  'route53:DeleteH*',
  'route53domains:*',
  // Reads credentials, and opens doors on machines.
  'ssm:GetPar*',
  'ssm:Send*',
  'ssm:Start*',
  'ssm:Resume*',
  'ssm:Create*',
  'ssm:Modify*',
  'ecs:Exec*',
  'ec2-instance-connect:*',
  'ec2:Authorize*',
  'ec2:*KeyPair',
  'ec2:EnableSer*',
  'ec2:GetPass*',
  'ec2:DescribeInstanceA*',
  'redshift:GetCl*',
  'cognito-identity:GetCr*',
  'ecr:GetAuth*',
  'rds:Download*',
  'lightsail:*',
  'transfer:Import*',
  // Spends.
  'bedrock:Call*',
  'bedrock:CreateF*',
  'bedrock:Invoke*',
  'bedrock:Put*',
  'bedrock:DeleteMod*',
  'bedrock-mantle:*',
  'ec2:Request*',
  'ec2:CreateFleet',
  'ecs:RegisterT*',
  'ecs:RunTask',
  'batch:Submit*',
  'servicequotas:Request*',
  'ses:Verify*',
  'ses:Create*Id*',
  'ses:*Acc*',
];

const mostActions = [...gravestActions, ...graveActions];

export interface Quarantine {
  readonly document: DenyDocument;
  /** Patterns for which there was no room: what they name goes on. */
  readonly leftOut: readonly string[];
}

/**
 * Denies what is sensitive and leaves the credential its everyday work; only in the sessions that `within` matches.
 * It fits into a role's room and into an empty user's; where a user's own inline policies take of it, the least grave
 * patterns are left out, and where not even the gravest fit, there is no quarantine.
 */
export function quarantineDocument(room: number, within?: Condition): Result<Quarantine, string> {
  for (let count = mostActions.length; count >= gravestActions.length; count -= 1) {
    const document = documentOf(deny(mostActions.slice(0, count), within));
    if (inlineSize(document) <= room) return ok({ document, leftOut: mostActions.slice(count) });
  }
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
