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
 * long as a service's everyday calls need, since users often have inline policies of their own.
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
  'eks:Ass*',
  'ec2:*IamInst*',
  'lambda:Add*',
  'lambda:CreateF*',
  'lambda:UpdateF*',
  'cloudformation:C*',
  'states:Cre*',
  'codebuild:Cre*',
  'codeartifact:P*',
  'glue:*Dev*',
  'glue:CreateJ*',
  'sagemaker:Create*Not*',
  // Blinds those who watch.
  'guardduty:*',
  'securityhub:*Dis*',
  'securityhub:Del*',
  'config:Dele*',
  'config:*Recorder',
  'access-analyzer:*',
  'macie2:*',
  'detective:*',
  'inspector2:Di*',
  'logs:Del*',
  'logs:PutR*',
  'events:Del*',
  'events:Dis*',
  'events:Rem*',
  'cloudwatch:Dis*',
  'route53resolver:Del*',
  'wafv2:Del*',
  'ec2:Disab*',
  // Gives data away.
  'ram:*',
  's3:Put*Acl',
  's3:Put*Con*',
  's3:PutAc*',
  's3:PutB*',
  'ec2:ModifyI*',
  'ec2:ModifySn*',
  'kms:CreateG*',
  'kms:Put*',
  'rds:Mod*',
  'rds:StartE*',
  'dynamodb:Exp*',
  'dynamodb:PutR*',
  'redshift:Aut*',
  'backup:Put*',
  'ecr:Set*',
  'sns:Add*',
  'sqs:Add*',
  'ec2:Exp*',
  'ec2:*Task',
  // Destroys.
  'kms:Disa*',
  'kms:Sch*',
  'kms:DeleteI*',
  's3:Del*',
  'rds:Del*',
  'dynamodb:DeleteB*',
  'dynamodb:DeleteTable',
  'backup:Del*',
  'ec2:DeleteFlo*',
  'ec2:DeleteSn*',
  'ec2:DeleteVo*',
  'ec2:Ter*',
  'cloudformation:Del*',
  'eks:Del*',
  'lambda:DeleteF*',
  'route53:DeleteH*',
  'route53domains:*',
  // Reads credentials, and opens doors on machines.
  'ssm:GetPar*',
  'ssm:Sen*',
  'ssm:Sta*',
  'ssm:Resu*',
  'ssm:Cre*',
  'ssm:Mod*',
  'ecs:Exe*',
  'ec2-instance-connect:*',
  'ec2:Aut*',
  'ec2:*KeyPair',
  'ec2:EnableSe*',
  'ec2:GetP*',
  'ec2:*InstanceA*',
  'redshift:GetC*',
  'cognito-identity:GetC*',
  'ecr:GetAu*',
  'rds:Dow*',
  'lightsail:*',
  'transfer:Imp*',
  // Spends.
  'bedrock:C*',
  'bedrock:Inv*',
  'bedrock:Put*',
  'bedrock:DeleteM*',
  'bedrock-mantle:*',
  'ec2:Req*',
  'ec2:CreateFle*',
  'ecs:RegisterT*',
  'ecs:Run*',
  'batch:Sub*',
  'servicequotas:R*',
  'ses:Ver*',
  'ses:Create*Id*',
  'ses:*Acc*',
];

/** Characters: the quarantine may have to give way to a pin next, or the sessions to be denied as well, and that needs them. */
const keptFree = 260;

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
    const free = count > gravestActions.length ? keptFree : 0;
    if (inlineSize(document) + free <= room) return ok({ document, leftOut: mostActions.slice(count) });
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
