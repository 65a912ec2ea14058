import { measurePermissions, planPermissions } from '../../contract/permissions.ts';
import { iamAction } from '../../core/context/grants/actions/iam-action.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Origin } from '../../simulator/aws/authorise.ts';
import { awsManagedPolicies } from '../../simulator/aws/iam/aws-managed-policies.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { Role, User } from '../../simulator/aws/state/account.ts';
import type { Simulation } from '../../simulator/simulate.ts';

/** The role that Rescind has in every account of the demo. */
export const respondRole = 'rescind-respond';

/** The simulated organisation's accounts on simulated AWS: the same users, roles, keys and policies that its records speak of. */
export interface Twin {
  readonly aws: SimulatedAws;
  readonly clock: { at: Instant; now(): Instant; sleep(milliseconds: number): Promise<void> };
  readonly managementAccountId: string;
}

export function twinOf({ context, records, options }: Simulation): Twin {
  const clock = {
    at: options.start,
    now: () => clock.at,
    sleep: async (milliseconds: number) => {
      clock.at += milliseconds;
    },
  };
  const accountIds = [...new Set(records.map(({ accountId }) => accountId))].sort();
  const [managementAccountId = ''] = accountIds;
  const aws = new SimulatedAws({ clock, accounts: accountIds.map((id) => ({ id })) });
  for (const id of accountIds) {
    const details = context.get(`authorization-details-${id}.json`);
    if (details !== undefined) settle(aws, id, JSON.parse(details));
    addRole(aws, id, responder(aws, id, managementAccountId));
  }
  for (const { id, accountId, accessKeyId } of JSON.parse(context.get('credentials.json') ?? '[]')) {
    const user = accessKeyId === null ? undefined : aws.account(accountId).state.latest.users.get(nameIn(id));
    if (user !== undefined) addKey(aws, user, accountId, accessKeyId, options.start);
  }
  return { aws, clock, managementAccountId };
}

/** Everything about a principal that a containment could change, as one text. */
export function containable(
  { aws }: Twin,
  { accountId, principal }: Pick<Decision, 'accountId' | 'principal'>,
): string {
  const { users, roles } = aws.account(accountId).state.latest;
  const user = users.get(nameIn(principal));
  const entity = principal.includes(':role/') ? roles.get(nameIn(principal)) : user;
  const keys = user?.keys.map(({ id, status }) => `${id} ${status}`).sort();
  return JSON.stringify([entity === undefined ? null : [...entity.inline].sort(), entity?.attached, keys]);
}

/** Would AWS let this call through now? Null where the record does not tell who signed it or from where. */
export function attempt(
  { aws }: Twin,
  use: CredentialUse,
): { allowed: boolean; byRescind: boolean; error: string } | null {
  const { accessKeyId, action, at, region } = use;
  const from = originOf(use);
  if (accessKeyId === null || from === null || !introduce(aws, use)) return null;
  const answer = aws.attempt({ accessKeyId, action: iamAction(action), resource: '*', from, at, region });
  if (answer.allowed) return { allowed: true, byRescind: false, error: '' };
  const byRescind = answer.error === 'InvalidClientTokenId' || answer.by?.policy.startsWith('Rescind-') === true;
  return { allowed: false, byRescind, error: answer.error };
}

function originOf({ source, vpcEndpointId }: CredentialUse): Origin | null {
  if (source.kind === 'service') return { service: source.name };
  if (source.kind !== 'address') return null;
  const ip = source.address;
  return vpcEndpointId === null ? { ip } : { ip, vpc: `vpc-of-${vpcEndpointId}`, vpce: vpcEndpointId };
}

/** Keys and sessions come to the twin when a record first shows them. False for whoever it does not know. */
function introduce(aws: SimulatedAws, use: CredentialUse): boolean {
  const { accessKeyId, principal, credential } = use;
  if (accessKeyId === null) return false;
  const { users, roles } = aws.account(credential.accountId).state.latest;
  const entity =
    principal.kind === 'role-session' ? roles.get(nameIn(principal.role)) : users.get(nameIn(credential.principal));
  if (entity === undefined) return false;
  if (!accessKeyId.startsWith('ASIA')) {
    if (entity.kind === 'user') addKey(aws, entity, credential.accountId, accessKeyId, use.at);
  } else if (!aws.world.sessions.has(accessKeyId)) {
    aws.world.sessions.set(accessKeyId, sessionOf(use, entity));
  }
  return true;
}

function addKey(aws: SimulatedAws, user: User, accountId: string, id: string, createdAt: Instant): void {
  if (aws.world.keyHomes.has(id)) return;
  user.keys.push({ id, secret: '', createdAt, status: 'Active', lastUsed: null });
  aws.world.keyHomes.set(id, accountId);
}

type SimulatedSession = Parameters<SimulatedAws['world']['sessions']['set']>[1];

function sessionOf(use: CredentialUse, entity: User | Role): SimulatedSession {
  const { accessKeyId, principal, credential, sourceIdentity, issuedTo, mfa } = use;
  return {
    accessKeyId: accessKeyId ?? '',
    secretAccessKey: '',
    token: '',
    accountId: credential.accountId,
    kind: principal.kind === 'role-session' ? 'role' : 'session-token',
    entityName: entity.name,
    entityId: entity.id,
    sessionName: principal.kind === 'role-session' ? principal.sessionName : '',
    issuedAt: use.sessionIssuedAt ?? use.at,
    expiresAt: Number.POSITIVE_INFINITY,
    sourceIdentity,
    tags: [],
    mfa: mfa === true,
    policies: null,
    mintedBy: null,
    context: issuedTo?.kind === 'instance' ? { 'ec2:SourceInstanceARN': issuedTo.id } : {},
  };
}

interface Details {
  readonly UserDetailList: readonly Detail[];
  readonly RoleDetailList: readonly Detail[];
}

interface Detail {
  readonly Path: string;
  readonly UserName?: string;
  readonly UserId?: string;
  readonly RoleName?: string;
  readonly RoleId?: string;
  readonly Arn: string;
  readonly AssumeRolePolicyDocument?: object;
  readonly UserPolicyList?: readonly InlinePolicy[];
  readonly RolePolicyList?: readonly InlinePolicy[];
  readonly AttachedManagedPolicies: readonly { readonly PolicyArn: string }[];
}

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: object;
}

function settle(aws: SimulatedAws, accountId: string, { UserDetailList, RoleDetailList }: Details): void {
  for (const detail of UserDetailList) {
    const user: User = {
      ...common(detail),
      kind: 'user',
      name: detail.UserName ?? '',
      id: detail.UserId ?? '',
      keys: [],
      loginProfile: null,
      passwordLastUsedAt: null,
      serviceCredentials: [],
    };
    aws.account(accountId).state.latest.users.set(user.name, user);
  }
  for (const detail of RoleDetailList) addRole(aws, accountId, roleFrom(detail));
}

function addRole(aws: SimulatedAws, accountId: string, role: Role): void {
  aws.account(accountId).state.latest.roles.set(role.name, role);
}

function roleFrom(detail: Detail): Role {
  return {
    ...common(detail),
    kind: 'role',
    name: detail.RoleName ?? '',
    id: detail.RoleId ?? '',
    trust: JSON.stringify(detail.AssumeRolePolicyDocument ?? {}),
    maxSessionSeconds: 43_200,
    lastUsed: null,
  };
}

function common({ Path, Arn, UserPolicyList, RolePolicyList, AttachedManagedPolicies }: Detail) {
  const policies = UserPolicyList ?? RolePolicyList ?? [];
  return {
    path: Path,
    arn: Arn,
    createdAt: 0,
    tags: [],
    inline: new Map(policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, JSON.stringify(PolicyDocument)])),
    attached: AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn).filter((arn) => awsManagedPolicies.has(arn)),
    boundary: null,
  };
}

/** What a deployment gives the responder, and nothing more. */
function responder(aws: SimulatedAws, accountId: string, managementAccountId: string): Role {
  const actions = [...new Set([...Object.values(measurePermissions).flat(), ...planPermissions])].sort();
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  const trust = { Effect: 'Allow', Principal: { AWS: managementAccountId }, Action: 'sts:AssumeRole' };
  return {
    ...roleFrom({
      Path: '/',
      RoleName: respondRole,
      RoleId: aws.world.ids.unique('AROA'),
      Arn: `arn:aws:iam::${accountId}:role/${respondRole}`,
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
      RolePolicyList: [{ PolicyName: 'respond', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
      AttachedManagedPolicies: [],
    }),
  };
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
