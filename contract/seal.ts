import { memberRoles, ownRoleName, ownRolePrefix, ruleMakers } from './permissions.ts';

/** The managed policy that is installed in every account beforehand, so that in an emergency it only needs attaching. */
export const sealPath = '/rescind/';
export const sealName = 'Seal';
/** The permissions boundary of the role that writes inline denies: whatever else it is given, it may do no more than those. */
export const fenceName = 'Fence';

/**
 * What nobody does who bears the seal: take power, make or undo identities, and with them every other measure, or stop the
 * trail. Everyday work goes on.
 */
export const sealedActions = [
  'account:*',
  'cloudtrail:Delete*',
  'cloudtrail:Put*',
  'cloudtrail:Stop*',
  'cloudtrail:Update*',
  'config:Delete*',
  'config:Stop*',
  'events:DeleteRule',
  'events:DisableRule',
  'events:RemoveTargets',
  'guardduty:Delete*',
  'guardduty:Disassociate*',
  'guardduty:StopMonitoringMembers',
  'guardduty:Update*',
  'iam:Add*',
  'iam:Attach*',
  'iam:Create*',
  'iam:Deactivate*',
  'iam:Delete*',
  'iam:Detach*',
  'iam:PassRole',
  'iam:Put*',
  'iam:Remove*',
  'iam:Reset*',
  'iam:Set*',
  'iam:Tag*',
  'iam:Untag*',
  'iam:Update*',
  'iam:Upload*',
  'organizations:*',
  'signin:*',
  'sso:*',
  'sts:GetFederationToken',
] as const;

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

interface PolicyText {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export const sealDocument: PolicyText = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: sealedActions, Resource: '*' }],
};

/**
 * The standing guard, a service control policy: in the accounts below it nobody but our own role takes the seal off or
 * rewrites it, nobody but CloudFormation changes our roles or the rules that forward, and nobody makes a role that looks like CloudFormation's. It binds
 * neither the management account nor roles that belong to AWS services, which is how CloudFormation makes its own.
 */
export function guardDocument(partition: string, administrator: string): PolicyText {
  const iam = (name: string) => `arn:${partition}:iam::*:${name}`;
  const seal = iam(`policy${sealPath}${sealName}`);
  const fence = iam(`policy${sealPath}${fenceName}`);
  const deployer = iam('role/stacksets-exec-*');
  const deployers = [
    deployer,
    iam('role/aws-service-role/*'),
    // Of the one account whose roles the CDK deploys.
    `arn:${partition}:iam::${administrator}:role/cdk-*-cfn-exec-role-${administrator}-*`,
    // Which puts the rules into its other Regions.
    `arn:${partition}:iam::${administrator}:role/${ownRoleName(ruleMakers.ends, '*')}`,
  ];
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'SealStaysOn',
        Effect: 'Deny',
        Action: ['iam:DetachRolePolicy', 'iam:DetachUserPolicy'],
        Resource: '*',
        Condition: {
          ArnEquals: { 'iam:PolicyARN': seal },
          ArnNotLike: { 'aws:PrincipalArn': iam(`role/${memberRoles.contain}`) },
        },
      },
      {
        Sid: 'SealStaysAsItIs',
        Effect: 'Deny',
        Action: [
          'iam:CreatePolicyVersion',
          'iam:DeletePolicy',
          'iam:DeletePolicyVersion',
          'iam:SetDefaultPolicyVersion',
        ],
        Resource: [seal, fence],
        Condition: { ArnNotLike: { 'aws:PrincipalArn': deployers } },
      },
      {
        Sid: 'RolesStayAsTheyAre',
        Effect: 'Deny',
        Action: [
          'iam:AttachRolePolicy',
          'iam:DeleteRole',
          'iam:DeleteRolePermissionsBoundary',
          'iam:DeleteRolePolicy',
          'iam:DetachRolePolicy',
          'iam:PutRolePermissionsBoundary',
          'iam:PutRolePolicy',
          'iam:UpdateAssumeRolePolicy',
        ],
        Resource: Object.values(memberRoles).map((name) => iam(`role/${name}`)),
        Condition: { ArnNotLike: { 'aws:PrincipalArn': deployers } },
      },
      {
        // A rule that is cut, or hears less, tells of nothing any more, that it was cut included.
        Sid: 'RulesStayAsTheyAre',
        Effect: 'Deny',
        Action: [
          'events:DeleteRule',
          'events:DisableRule',
          'events:PutRule',
          'events:PutTargets',
          'events:RemoveTargets',
        ],
        Resource: `arn:${partition}:events:*:*:rule/StackSet-${ownRolePrefix}*`,
        Condition: { ArnNotLike: { 'aws:PrincipalArn': deployers } },
      },
      {
        Sid: 'NobodyPosesAsCloudFormation',
        Effect: 'Deny',
        Action: ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'],
        Resource: deployer,
      },
    ],
  };
}
