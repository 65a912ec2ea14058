import { formatInstant, hour } from '../../../core/model/instant.ts';
import { AwsError } from '../aws-error.ts';
import { anyResource, type Operations, read, write } from '../operation.ts';
import { textList } from '../parameters.ts';
import type { AccountState, Entity, Role, User } from '../state/account.ts';
import { credentialReport } from './credential-report.ts';
import { describePolicy, describeVersion, managedPolicy } from './managed-policies.ts';
import { pageFrom } from './paging.ts';
import { describeLastUse, describeRole } from './roles.ts';
import { describeExtras, describeUser } from './users.ts';

/** IAM makes no new report while it has one that is younger. */
const oldestReport = 4 * hour;

/** The answers about a whole account at once. */
export const inventoryOperations: Operations = {
  GetAccountSummary: read(anyResource, ({ state }) => {
    const counts = {
      Users: state.users.size,
      Roles: state.roles.size,
      Policies: state.policies.size,
      AccountAccessKeysPresent: 0,
      AccountMFAEnabled: 1,
      AccessKeysPerUserQuota: 2,
    };
    return { SummaryMap: new Map(Object.entries(counts)) };
  }),
  GenerateCredentialReport: write(anyResource, ({ state, caller, now }) => {
    const known = state.credentialReport;
    if (known !== null && now - known.madeAt < oldestReport) return { State: 'COMPLETE' };
    const State = known === null ? 'STARTED' : 'COMPLETE';
    state.credentialReport = { madeAt: now, csv: credentialReport(caller.account.id, state) };
    return { State };
  }),
  GetCredentialReport: read(anyResource, ({ state }) => {
    const report = state.credentialReport;
    if (report === null) throw new AwsError('ReportNotPresent', 410, 'No report exists. Request a new report.');
    const Content = Buffer.from(report.csv).toString('base64');
    return { Content, ReportFormat: 'text/csv', GeneratedTime: formatInstant(report.madeAt) };
  }),
  GetAccountAuthorizationDetails: read(anyResource, ({ state, parameters }) => {
    const filter = textList(parameters, 'Filter');
    const wants = (kind: string) => filter.length === 0 || filter.includes(kind);
    const entities = [...(wants('User') ? state.users.values() : []), ...(wants('Role') ? state.roles.values() : [])];
    const page = pageFrom(entities, parameters);
    return {
      UserDetailList: page.items.filter(isUser).map((user) => userDetail(user, state)),
      GroupDetailList: [],
      RoleDetailList: page.items.filter(isRole).map((role) => roleDetail(role, state)),
      Policies: policyDetails(state, wants),
      ...page.more,
    };
  }),
};

const isUser = (entity: User | Role): entity is User => entity.kind === 'user';
const isRole = (entity: User | Role): entity is Role => entity.kind === 'role';

function userDetail(user: User, state: AccountState) {
  return {
    ...describeUser(user),
    ...describeExtras(user),
    UserPolicyList: inlineOf(user),
    GroupList: [],
    ...attachedTo(user, state),
  };
}

function roleDetail(role: Role, state: AccountState) {
  return {
    ...describeRole(role),
    ...describeExtras(role),
    RoleLastUsed: describeLastUse(role),
    InstanceProfileList: [],
    RolePolicyList: inlineOf(role),
    ...attachedTo(role, state),
  };
}

function inlineOf(entity: Entity) {
  return [...entity.inline].map(([name, text]) => ({ PolicyName: name, PolicyDocument: encodeURIComponent(text) }));
}

function attachedTo(entity: Entity, state: AccountState) {
  const AttachedManagedPolicies = entity.attached.map((arn) => {
    return { PolicyName: managedPolicy(state.policies, arn).name, PolicyArn: arn };
  });
  return { AttachedManagedPolicies };
}

function policyDetails(state: AccountState, wants: (kind: string) => boolean) {
  const attached = [...state.users.values(), ...state.roles.values()].flatMap((entity) => entity.attached);
  const aws = [...new Set(attached)]
    .filter((arn) => !state.policies.has(arn))
    .map((arn) => managedPolicy(state.policies, arn));
  return [
    ...(wants('LocalManagedPolicy') ? state.policies.values() : []),
    ...(wants('AWSManagedPolicy') ? aws : []),
  ].map((policy) => ({ ...describePolicy(policy, state), PolicyVersionList: [describeVersion(policy)] }));
}
