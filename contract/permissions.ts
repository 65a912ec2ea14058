import { envNames } from './env.ts';
import { regionForm } from './regions.ts';

/**
 * The exact IAM actions behind each thing that Rescind does on AWS. The stack grants from this table, and a house test
 * holds it against the commands that adapters/aws sends: nothing missing, nothing more.
 */
const inlineDeny = [
  'iam:DeleteRolePolicy',
  'iam:DeleteUserPolicy',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:GetUser',
  'iam:GetUserPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
] as const;

/** Of these the role may attach and detach the seal alone: see `sealedOnly`. */
const seal = [
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:DetachRolePolicy',
  'iam:DetachUserPolicy',
  'iam:GetRole',
  'iam:GetUser',
  'iam:ListAttachedRolePolicies',
  'iam:ListAttachedUserPolicies',
] as const;

/** By kind of measure: what putting it on, taking it back and reading it need. */
export const measurePermissions = {
  'key-status': ['iam:GetUser', 'iam:ListAccessKeys', 'iam:UpdateAccessKey'],
  pin: inlineDeny,
  quarantine: inlineDeny,
  'revoke-sessions': inlineDeny,
  'retire-key': ['iam:GetAccessKeyLastUsed', 'iam:GetUser', 'iam:ListAccessKeys', 'iam:UpdateAccessKey'],
  // Not in the account of the credential: `revocationPermissions`.
  'revoke-token': [],
  seal,
  'rotate-secret': ['secretsmanager:DescribeSecret', 'secretsmanager:RotateSecret'],
  'deny-sign-in': inlineDeny,
  'deny-service': inlineDeny,
  'service-credential-status': [
    'iam:GetUser',
    'iam:ListServiceSpecificCredentials',
    'iam:UpdateServiceSpecificCredential',
  ],
  'ssh-key-status': ['iam:GetUser', 'iam:ListSSHPublicKeys', 'iam:UpdateSSHPublicKey'],
  'certificate-status': ['iam:GetUser', 'iam:ListSigningCertificates', 'iam:UpdateSigningCertificate'],
  'trust-deny': ['iam:GetRole', 'iam:UpdateAssumeRolePolicy'],
  'roles-anywhere-status': [
    'rolesanywhere:DisableCrl',
    'rolesanywhere:DisableProfile',
    'rolesanywhere:DisableTrustAnchor',
    'rolesanywhere:EnableCrl',
    'rolesanywhere:EnableProfile',
    'rolesanywhere:EnableTrustAnchor',
    'rolesanywhere:GetCrl',
    'rolesanywhere:GetProfile',
    'rolesanywhere:GetTrustAnchor',
  ],
  'secret-deny': [
    'secretsmanager:DeleteResourcePolicy',
    'secretsmanager:GetResourcePolicy',
    'secretsmanager:PutResourcePolicy',
  ],
  'permissions-boundary': [
    'iam:CreatePolicy',
    'iam:DeletePolicy',
    'iam:DeleteRolePermissionsBoundary',
    'iam:DeleteUserPermissionsBoundary',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:GetRole',
    'iam:GetUser',
    'iam:PutRolePermissionsBoundary',
    'iam:PutUserPermissionsBoundary',
  ],
  'deauthorize-connection': ['events:DeauthorizeConnection', 'events:DescribeConnection'],
  'permission-set-deny': [
    'sso:DeleteInlinePolicyFromPermissionSet',
    'sso:GetInlinePolicyForPermissionSet',
    'sso:ListAccountsForProvisionedPermissionSet',
    'sso:ProvisionPermissionSet',
    'sso:PutInlinePolicyToPermissionSet',
  ],
} as const satisfies Record<string, readonly string[]>;

/** What revoking a token needs, of the secrets named at deployment: its server's endpoint and client, and the token itself. */
export const revocationPermissions = ['secretsmanager:GetSecretValue'] as const;

/**
 * What only a person's order does, with the person's own permissions: no role of ours is given them. The automaton never
 * plans them, and who may write a permission set's policy may give anybody anything.
 */
export const byOrderAlone: ReadonlySet<string> = new Set<keyof typeof measurePermissions>([
  'deauthorize-connection',
  'permission-set-deny',
  'permissions-boundary',
  'roles-anywhere-status',
  // Who may write a secret's policy may let anybody read it.
  'secret-deny',
]);

/** What planning reads before anything is done. */
export const planPermissions = [
  'iam:GetGroup',
  'iam:GetPolicy',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:GetUser',
  'iam:GetUserPolicy',
  'iam:ListEntitiesForPolicy',
  'iam:ListRolePolicies',
  'iam:ListUserPolicies',
] as const;

/** What looking again reads, after something was done. */
export const lookPermissions = [
  'iam:GetLoginProfile',
  'iam:ListAccessKeys',
  'iam:ListPolicies',
  'iam:ListRoles',
  'iam:ListSSHPublicKeys',
  'iam:ListServiceSpecificCredentials',
  'iam:ListSigningCertificates',
  'iam:ListUsers',
] as const;

/** What who makes heartbeats does in the Region that it is watched from. */
export const watcherPermissions = { count: 'cloudwatch:PutMetricData', look: 'cloudwatch:DescribeAlarms' } as const;

/** What reaching another account needs, in the administrator account. */
export const reachPermissions = ['sts:AssumeRole', 'sts:GetCallerIdentity'] as const;

/** What AWS asks of the caller of an action beyond that action: a secret's rotation function runs in the caller's name. */
export const impliedPermissions = {
  'secretsmanager:RotateSecret': ['lambda:InvokeFunction'],
} as const satisfies Record<string, readonly string[]>;

/** Name the session in the other account's log by the decision that caused it, for that account's own policies too. */
export const sessionPermissions = ['sts:SetSourceIdentity', 'sts:TagSession'] as const;

/** The key of the tag that a session of ours carries: the decision, outcome or errand that it is for. */
export const sessionTag = 'rescind';

/**
 * The roles in every account that is watched, each for one thing: `contain` switches keys and attaches the seal, and can
 * grant nothing; `scope` writes inline denies, which IAM cannot tell from grants, and may be left out; `rotate` starts
 * rotations; `forward` is for the rules that forward what happens there, `alive` to show that they do, `inspect` to sweep with.
 * The names are the same everywhere, so that an account has them once: who holds them is the one deployment that acts there.
 */
export const memberRoles = {
  contain: 'rescind-contain',
  scope: 'rescind-scope',
  rotate: 'rescind-rotation',
  forward: 'rescind-forward',
  alive: 'rescind-alive',
  inspect: 'rescind-inspect',
} as const;

export type ActingRole = 'contain' | 'scope' | 'rotate';

const ofScope: ReadonlySet<string> = new Set([
  'pin',
  'quarantine',
  'revoke-sessions',
  'deny-sign-in',
  'deny-service',
  // Who may write a trust policy may let anybody in.
  'trust-deny',
]);

/** The role that a kind of measure is carried out with. */
export function roleFor(measure: string): ActingRole {
  if (ofScope.has(measure)) return 'scope';
  return measure === 'rotate-secret' ? 'rotate' : 'contain';
}

/** IAM tells what is attached by the policy's ARN, so these are granted for the seal alone. */
export const sealedOnly: ReadonlySet<string> = new Set([
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:DetachRolePolicy',
  'iam:DetachUserPolicy',
]);

/** What the measures of one role need. */
function actionsOf(role: ActingRole): string[] {
  const own = Object.entries(measurePermissions).filter(
    ([measure]) => roleFor(measure) === role && !byOrderAlone.has(measure),
  );
  return [...new Set(own.flatMap(([, actions]) => actions))].toSorted();
}

/** Our own roles go by it, here and in other accounts. */
export const ownRolePrefix = 'rescind-';

/**
 * The name of a role of the administrator's stack. Roles have no Region and stacks have one, so it is part of the name: an
 * account that administers from two Regions has two of each. The roles of members have none in theirs, see `memberRoles`.
 */
export function ownRoleName(part: string, region: string): string {
  return `${ownRolePrefix}${part}-${region}`;
}

/** Parts of the names of two roles that put rules into other Regions of the management account: CloudFormation takes one, and that the other. */
export const ruleMakers = { begins: 'regions', ends: 'regions-rules' } as const;

/** Accounts in which a stack of ours may stand: the administrator's, and the management account. Null: nobody has said which. */
export type Homes = ReadonlySet<string> | null;

/** Which of the roles in every account it is, and of which account; null for any other. */
export function memberRoleIn(arn: string): { readonly account: string; readonly role: MemberRole } | null {
  const [account, name] = roleIn(arn);
  const found = Object.entries(memberRoles).find(([, one]) => one === name);
  return found === undefined ? null : { account, role: found[0] as MemberRole };
}

type MemberRole = keyof typeof memberRoles;

/** By its whole ARN, since in a folder it is another one. IAM takes names that differ in case alone for the same. */
function roleIn(arn: string): readonly [account: string, name: string] {
  const [, account = '', name = ''] = /^arn:[^:]+:iam::(\d{12}):role\/([^/]+)$/.exec(arn.toLowerCase()) ?? [];
  return [account, name];
}

/** What starts functions, each a state machine and its schedule: a part of its role's name, and the service that takes the role. */
export const starters: ReadonlyMap<string, string> = new Map(
  ['sweep', 'backfill'].flatMap((name) => [
    [`${name}-steps`, 'states.amazonaws.com'] as const,
    [`${name}-schedule`, 'scheduler.amazonaws.com'] as const,
  ]),
);

/** Of the stack: the roles of functions and what starts them, and who puts rules into other Regions; and the CDK's, which deploy it. */
const atHome = new RegExp(
  `^(${ownRolePrefix}(${[...Object.keys(envNames), ...starters.keys(), ...Object.values(ruleMakers)].join('|')})|cdk-hnb659fds-(deploy|cfn-exec|file-publishing|image-publishing|lookup)-role-\\d{12})-${regionForm}$`,
);

/**
 * Whether the role is ours or deploys us: nobody is contained who is one of these. Whoever may make roles may call them like ours in an
 * account of theirs, so that those of the stack count where it may stand. What CloudFormation does in members it does by itself, which is
 * nobody's use: a role that is only called like its own is anybody's.
 */
export function isOwnRole(arn: string, homes: Homes): boolean {
  const [account, name] = roleIn(arn);
  return memberRoleIn(arn) !== null || ((homes?.has(account) ?? true) && atHome.test(name));
}

/** Whether nobody takes it who could mend anything: ours, and what stack sets act in, which may all. */
export function isMachinery(arn: string, homes: Homes): boolean {
  return isOwnRole(arn, homes) || /^stacksets-exec-[0-9a-f]{32}$/.test(roleIn(arn)[1]);
}

/** What a responder at a laptop needs beside plan and measure: who they are, and whose a key or a session is. */
export const responderPermissions = [
  'cloudtrail:LookupEvents',
  'iam:GetAccessKeyLastUsed',
  'iam:GetLoginProfile',
  'iam:ListAccessKeys',
  'iam:ListServiceSpecificCredentials',
  'identitystore:GetUserId',
  'sso:DescribePermissionSet',
  'sso:GetInlinePolicyForPermissionSet',
  'sso:ListInstances',
  'sso:ListPermissionSets',
  'sts:GetAccessKeyInfo',
  'sts:GetCallerIdentity',
] as const;

/** What a sweep reads in one account; it changes nothing there. The two Generate actions only ask IAM for a report. */
export const inspectPermissions = [
  'account:GetAlternateContact',
  'account:ListRegions',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'events:ListConnections',
  'iam:GenerateCredentialReport',
  'iam:GenerateServiceLastAccessedDetails',
  'iam:GetAccessKeyLastUsed',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetCredentialReport',
  'iam:GetLoginProfile',
  'iam:GetOpenIDConnectProvider',
  'iam:GetSAMLProvider',
  'iam:GetServiceLastAccessedDetails',
  'iam:ListAccessKeys',
  'iam:ListOpenIDConnectProviders',
  'iam:ListSAMLProviders',
  'iam:ListSSHPublicKeys',
  'iam:ListServiceSpecificCredentials',
  'iam:ListSigningCertificates',
  'iam:ListUsers',
  'rolesanywhere:ListCrls',
  'rolesanywhere:ListProfiles',
  'rolesanywhere:ListSubjects',
  'rolesanywhere:ListTrustAnchors',
  'secretsmanager:ListSecrets',
  'ssm:DescribeParameters',
] as const;

/** All that each of the roles in the accounts does: whoever does anything else in one of them is not we. */
export const memberPermissions: Readonly<Record<MemberRole, readonly string[]>> = {
  contain: [...new Set([...actionsOf('contain'), ...planPermissions, ...lookPermissions])].toSorted(),
  scope: actionsOf('scope'),
  rotate: [...actionsOf('rotate'), ...Object.values(impliedPermissions).flat()],
  forward: ['events:PutEvents'],
  alive: ['sts:GetCallerIdentity'],
  inspect: inspectPermissions,
};

/** What finding and reaching the accounts of an organisation needs, in its management or a delegated account. */
export const reachAllPermissions = [
  'organizations:ListAccounts',
  'organizations:ListTagsForResource',
  ...reachPermissions,
] as const;

/** What finding the accounts of some of its units needs, beside that. */
export const unitPermissions = [
  'organizations:ListAccountsForParent',
  'organizations:ListOrganizationalUnitsForParent',
] as const;

/** What reading the service control policies of all accounts needs, beside that. */
export const controlPermissions = [
  'organizations:DescribePolicy',
  'organizations:ListParents',
  'organizations:ListPoliciesForTarget',
] as const;

/** What asking Identity Center who works here needs, in the account that administers it. */
export const peoplePermissions = ['identitystore:ListUsers', 'sso:ListInstances'] as const;

/**
 * What looking at a deployment reads, before and after: `rescind deploy`, `doctor` and `destroy`. Of it one call changes
 * something: it lets EventBridge hear of the files of a trail's bucket that has not told it yet.
 */
export const deploymentPermissions = [
  'account:ListRegions',
  'cloudformation:DeleteStack',
  'cloudformation:DeleteStackInstances',
  'cloudformation:DescribeOrganizationsAccess',
  'cloudformation:DescribeStackSetOperation',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackInstances',
  'cloudformation:ListStackResources',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'events:DescribeRule',
  'events:ListTargetsByRule',
  'iam:GetRole',
  'iam:ListEntitiesForPolicy',
  'lambda:GetAccountSettings',
  'lambda:GetEventSourceMapping',
  'organizations:DescribeOrganization',
  'organizations:DescribeResourcePolicy',
  'organizations:ListAWSServiceAccessForOrganization',
  'organizations:ListDelegatedServicesForAccount',
  'organizations:ListRoots',
  's3:GetBucketLocation',
  's3:GetBucketNotification',
  's3:GetEncryptionConfiguration',
  // Of a trail's bucket, whether its files lie under the prefix that was named, and how many a day brings.
  's3:ListBucket',
  's3:PutBucketNotification',
  'sns:GetTopicAttributes',
  'sqs:GetQueueAttributes',
  'sts:GetCallerIdentity',
] as const;

/**
 * What the rotation function does: with the secrets that it rotates, and with the users whose keys they hold. Nothing of it
 * names another user or secret, and a key that it makes can do no more than its user could before.
 */
export const rotatePermissions = {
  secret: [
    'secretsmanager:DescribeSecret',
    'secretsmanager:GetSecretValue',
    'secretsmanager:PutSecretValue',
    'secretsmanager:UpdateSecretVersionStage',
  ],
  user: ['iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys'],
} as const;

/** Of a secret, the function that rotates it: so that the role reads no secret that another function rotates. */
export const rotationFunctionKey = 'secretsmanager:resource/AllowRotationLambdaArn';
