import type { ManagedPolicy } from '../state/account.ts';

export const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** What AWS denies a leaked key: a part of the real list, the part that stories here try. */
const quarantined = [
  'cloudtrail:LookupEvents',
  'ec2:RequestSpotInstances',
  'ec2:RunInstances',
  'ec2:StartInstances',
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:ChangePassword',
  'iam:CreateAccessKey',
  'iam:CreateInstanceProfile',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:CreateRole',
  'iam:CreateUser',
  'iam:DetachUserPolicy',
  'iam:PassRole',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPermissionsBoundary',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAccessKey',
  'iam:UpdateAccountPasswordPolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
  'lambda:CreateFunction',
  'lambda:UpdateFunctionCode',
  'organizations:CreateAccount',
  'organizations:InviteAccountToOrganization',
  's3:DeleteBucket',
  's3:DeleteObject',
  's3:PutLifecycleConfiguration',
];

/** IAM takes no wildcard for the service, so AWS lists them all; these are the ones that stories here use. */
const readOnly = [
  'cloudtrail cloudwatch dynamodb ec2 ecr ecs eks events glue guardduty iam kms lambda logs',
  'organizations rds route53 s3 secretsmanager sns sqs ssm sts',
]
  .flatMap((services) => services.split(' '))
  .flatMap((service) => ['Get', 'List', 'Describe'].map((verb) => `${service}:${verb}*`));

function statement(effect: 'Allow' | 'Deny', actions: readonly string[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: actions, Resource: '*' }] });
}

const documents: Readonly<Record<string, string>> = {
  AdministratorAccess: statement('Allow', ['*']),
  ReadOnlyAccess: statement('Allow', [...readOnly, 'cloudtrail:LookupEvents']),
  AWSCloudFormationReadOnlyAccess: statement('Allow', [
    'cloudformation:Describe*',
    'cloudformation:EstimateTemplateCost',
    'cloudformation:Get*',
    'cloudformation:List*',
    'cloudformation:ValidateTemplate',
    'cloudformation:Detect*',
  ]),
  AmazonS3FullAccess: statement('Allow', ['s3:*']),
  AWSDenyAll: statement('Deny', ['*']),
  AWSCompromisedKeyQuarantineV2: statement('Deny', quarantined),
  AWSCompromisedKeyQuarantineV3: statement('Deny', quarantined),
};

/** By ARN. */
export const awsManagedPolicies: ReadonlyMap<string, ManagedPolicy> = new Map(
  Object.entries(documents).map(([name, document], index) => {
    const arn = `arn:aws:iam::aws:policy/${name}`;
    const id = `ANPASIMULATED${String(index).padStart(8, '0')}`;
    return [arn, { name, path: '/', id, arn, createdAt: 0, document }];
  }),
);
