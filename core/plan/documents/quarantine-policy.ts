import { serviceOf } from '../../context/grants/actions/service-of.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import { type Condition, type DenyDocument, deny, documentOf, inlineSize } from './deny-document.ts';

/** The part that lets a thief stay, unseen and stronger. */
const gravestActions: readonly string[] = [
  'iam:*',
  'organizations:*',
  'sts:Assume*',
  'sts:Get*Token',
  'cloudtrail:*',
  'secretsmanager:*',
  'ec2:Run*',
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
  'iot:*',
  'bedrock-agentcore:C*',
  'eks:*ate*',
  'ec2:*Iam*',
  'lambda:A*',
  'lambda:*teF*',
  'cloudformation:*te*',
  'states:*teS*',
  'codebuild:*teP*',
  'codeartifact:P*',
  'glue:*Dev*',
  'glue:*teJ*',
  'sagemaker:*te*',
  // Blinds those who watch.
  'guardduty:*',
  'securityhub:*Dis*',
  'securityhub:Del*',
  'config:Del*',
  'config:*Rec*',
  'access-analyzer:*',
  'macie2:*',
  'detective:*',
  'inspector2:Di*',
  'logs:Del*',
  'logs:Put*ion*',
  'events:D*',
  'events:R*',
  'cloudwatch:D*l*eA*',
  'route53resolver:D*',
  'wafv2:D*',
  'ec2:Disab*',
  // Gives data away.
  'ram:*',
  's3:Put*l*',
  's3:PutE*',
  's3:PutB*',
  'ec2:ModifyI*',
  'ec2:ModifyS*',
  'kms:Cr*',
  'kms:P*',
  'rds:M*',
  'rds:St*',
  'dynamodb:Ex*',
  'dynamodb:PutR*',
  'redshift:*',
  'backup:*',
  'ecr:*yP*',
  'sns:A*',
  'sns:S*',
  'sqs:A*',
  'sqs:Set*',
  'glue:PutR*',
  'kinesis:PutRes*',
  'elasticfilesystem:*F*',
  'events:PutP*',
  'ses:*Id*',
  'ec2:*Perm*',
  'ec2:*Peer*',
  'ec2:*Mirr*',
  'ec2:E*',
  'ec2:*Task',
  'datasync:*',
  'ebs:G*',
  // Destroys.
  'kms:D*l*',
  'kms:Sc*',
  's3:Del*',
  'rds:Del*',
  'dynamodb:Delete*a*',
  'fsx:*',
  'es:Del*',
  'elasticache:D*',
  'cognito-idp:*Pool',
  'ecr:Del*',
  'ec2:DeleteF*',
  'ec2:DeleteS*',
  'ec2:DeleteV*',
  'ec2:T*',
  'eks:Del*',
  'route53:D*',
  'route53domains:*',
  // Reads credentials, and opens doors on machines.
  'ssm:GetPar*',
  'ssm:S*',
  'ssm:R*',
  'ssm:C*',
  'ssm:M*',
  'ecs:E*',
  'ec2-instance-connect:*',
  'ec2:Au*',
  'ec2:*KeyPair',
  'ec2:GetP*',
  'ec2:*InstanceA*',
  'cognito-identity:*',
  'ecr:GetAu*',
  'rds:Do*',
  'lightsail:*',
  'acm:E*',
  'transfer:*',
  // Spends.
  'bedrock:C*',
  'bedrock:I*',
  'bedrock:P*',
  'bedrock:D*',
  'bedrock-mantle:*',
  'ec2:Req*',
  'ec2:CreateF*',
  'ecs:RegisterT*',
  'ecs:Run*',
  'ecs:CreateS*',
  'batch:*',
  'autoscaling:Cr*',
  'apprunner:*',
  'elasticmapreduce:R*',
  'servicequotas:R*',
  'ses:*Acc*',
];

/** Characters: the quarantine may have to give way to a pin next, or the sessions to be denied as well, and that needs them. */
const keptFree = 260;

export interface Quarantine {
  readonly document: DenyDocument;
  /** Patterns for which there was no room: what they name goes on. */
  readonly leftOut: readonly string[];
}

export interface QuarantineTerms {
  /** Only the sessions that it matches. */
  readonly within?: Condition | undefined;
  /** What a pin that is in force leaves, as patterns of IAM actions; all else is denied already. Null where none is. */
  readonly left?: readonly string[] | null;
}

/**
 * Denies what is sensitive and leaves the credential its everyday work. It fits into a role's room and into an empty user's; where a
 * user's own inline policies take of it, what a pin denies already is left out, then the least grave patterns, and where not even the
 * gravest fit, there is no quarantine.
 */
export function quarantineDocument(
  room: number,
  { within, left = null }: QuarantineTerms = {},
): Result<Quarantine, string> {
  const services = new Set(left?.map((pattern) => serviceOf(pattern).toLowerCase()));
  const isOpen = (pattern: string) => left === null || services.has(serviceOf(pattern));
  const { open = [], denied = [] } = Object.groupBy(graveActions, (pattern) => (isOpen(pattern) ? 'open' : 'denied'));
  const actions = [...gravestActions, ...open, ...denied];
  for (let count = actions.length; count >= gravestActions.length; count -= 1) {
    const document = documentOf(deny(actions.slice(0, count), within));
    const free = count > gravestActions.length ? keptFree : 0;
    if (inlineSize(document) + free <= room) return ok({ document, leftOut: actions.slice(count).filter(isOpen) });
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
