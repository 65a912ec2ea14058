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

/** By kind of measure: what putting it on, taking it back and reading it need. */
export const measurePermissions = {
  'key-status': ['iam:GetUser', 'iam:ListAccessKeys', 'iam:UpdateAccessKey'],
  pin: inlineDeny,
  quarantine: inlineDeny,
  'revoke-sessions': inlineDeny,
  'retire-key': ['iam:GetAccessKeyLastUsed', 'iam:GetUser', 'iam:ListAccessKeys', 'iam:UpdateAccessKey'],
  // Not in the account of the credential: `revocationPermissions`.
  'revoke-token': [],
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
  'roles-anywhere-status',
]);

/** What planning reads before anything is done. */
export const planPermissions = [
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:GetUser',
  'iam:GetUserPolicy',
  'iam:ListRolePolicies',
  'iam:ListUserPolicies',
] as const;

/** What reaching another account needs, in the administrator account. */
export const reachPermissions = ['sts:AssumeRole', 'sts:GetCallerIdentity'] as const;

/** What AWS asks of the caller of an action beyond that action: a secret's rotation function runs in the caller's name. */
export const impliedPermissions = {
  'secretsmanager:RotateSecret': ['lambda:InvokeFunction'],
} as const satisfies Record<string, readonly string[]>;

/** Names the session in the other account's log by the decision that caused it. */
export const sourceIdentityPermission = 'sts:SetSourceIdentity';

/**
 * The roles in every account that is watched: to act with, for the rules that forward what happens there, to show with
 * that they do, and to sweep with.
 */
export const memberRoles = {
  contain: 'rescind-contain',
  forward: 'rescind-forward',
  alive: 'rescind-alive',
  inspect: 'rescind-inspect',
} as const;

/** Nobody is contained who goes by this name: our own roles, here and in other accounts. */
export const ownRolePrefix = 'rescind-';

/** What a responder at a laptop needs beside plan and measure: who they are, and whose a key or a session is. */
export const responderPermissions = [
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
  'iam:GenerateCredentialReport',
  'iam:GenerateServiceLastAccessedDetails',
  'iam:GetAccessKeyLastUsed',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetCredentialReport',
  'iam:GetLoginProfile',
  'iam:GetServiceLastAccessedDetails',
  'iam:ListAccessKeys',
  'iam:ListOpenIDConnectProviders',
  'iam:ListSAMLProviders',
  'iam:ListSSHPublicKeys',
  'iam:ListServiceSpecificCredentials',
  'iam:ListSigningCertificates',
  'iam:ListUsers',
  'secretsmanager:ListSecrets',
] as const;

/** What finding and reaching the accounts of an organisation needs, in its management or a delegated account. */
export const reachAllPermissions = [
  'organizations:ListAccounts',
  'organizations:ListTagsForResource',
  ...reachPermissions,
] as const;

/** What looking at a deployment reads, before and after: `rescind deploy`, `doctor` and `destroy`. It changes nothing. */
export const deploymentPermissions = [
  'account:ListRegions',
  'cloudformation:DescribeOrganizationsAccess',
  'cloudformation:DescribeStacks',
  'cloudformation:ListStackInstances',
  'cloudformation:ListStackResources',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'events:DescribeRule',
  'iam:GetRole',
  'organizations:DescribeOrganization',
  'organizations:ListDelegatedServicesForAccount',
  'organizations:ListRoots',
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
