import { formatInstant, hour } from '../../../core/model/instant.ts';
import { AwsError } from '../aws-error.ts';
import { anyResource, type Operations, read, write } from '../operation.ts';
import { textList } from '../parameters.ts';
import {
  type AccountState,
  type Entity,
  type Group,
  groupsOf,
  holdersIn,
  type Role,
  type User,
} from '../state/account.ts';
import { credentialReport } from './credential-report.ts';
import { describeGroup } from './groups.ts';
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
      Groups: state.groups.size,
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
    const holders = [
      ...(wants('User') ? state.users.values() : []),
      ...(wants('Group') ? state.groups.values() : []),
      ...(wants('Role') ? state.roles.values() : []),
    ];
    const page = pageFrom(holders, parameters);
    return {
      UserDetailList: page.items.filter(isUser).map((user) => userDetail(user, state)),
      GroupDetailList: page.items.filter(isGroup).map((group) => groupDetail(group, state)),
      RoleDetailList: page.items.filter(isRole).map((role) => roleDetail(role, state)),
      Policies: policyDetails(state, wants),
      ...page.more,
    };
  }),
};

type Holder = User | Role | Group;

const isUser = (one: Holder): one is User => 'kind' in one && one.kind === 'user';
const isRole = (one: Holder): one is Role => 'kind' in one && one.kind === 'role';
const isGroup = (one: Holder): one is Group => 'members' in one;

function userDetail(user: User, state: AccountState) {
  return {
    ...describeUser(user),
    ...describeExtras(user),
    UserPolicyList: inlineOf(user),
    GroupList: groupsOf(user, state).map(({ name }) => name),
    ...attachedTo(user, state),
  };
}

function groupDetail(group: Group, state: AccountState) {
  return { ...describeGroup(group), GroupPolicyList: inlineOf(group), ...attachedTo(group, state) };
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

function inlineOf(entity: Pick<Entity, 'inline'>) {
  return [...entity.inline].map(([name, text]) => ({ PolicyName: name, PolicyDocument: encodeURIComponent(text) }));
}

function attachedTo(entity: Pick<Entity, 'attached'>, state: AccountState) {
  const AttachedManagedPolicies = entity.attached.map((arn) => {
    return { PolicyName: managedPolicy(state.policies, arn).name, PolicyArn: arn };
  });
  return { AttachedManagedPolicies };
}

function policyDetails(state: AccountState, wants: (kind: string) => boolean) {
  const attached = holdersIn(state).flatMap((holder) => holder.attached);
  const aws = [...new Set(attached)]
    .filter((arn) => !state.policies.has(arn))
    .map((arn) => managedPolicy(state.policies, arn));
  return [
    ...(wants('LocalManagedPolicy') ? state.policies.values() : []),
    ...(wants('AWSManagedPolicy') ? aws : []),
  ].map((policy) => ({ ...describePolicy(policy, state), PolicyVersionList: [describeVersion(policy)] }));
}
