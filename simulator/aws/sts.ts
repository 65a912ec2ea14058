import { formatInstant } from '../../core/model/instant.ts';
import { AwsError, accessDenied, malformedPolicy, validationError } from './aws-error.ts';
import { callerArn, callerUserId } from './caller.ts';
import { recordOpened } from './event-history.ts';
import { managedDocument } from './iam/managed-policies.ts';
import { anyResource, type Call, type Need, type Operations, read } from './operation.ts';
import { objectList, optionalNumber, optionalText, requiredText, tagList } from './parameters.ts';
import { parsePolicy } from './policy/document.ts';
import type { Role, User } from './state/account.ts';
import { mintSession, type Session } from './state/session.ts';
import { type Account, stateSeen } from './state/world.ts';

/** Minting changes no account's state, so every operation here reads. */
export const stsOperations: Operations = {
  GetCallerIdentity: read(anyResource, ({ caller }) => {
    return { UserId: callerUserId(caller), Account: caller.account.id, Arn: callerArn(caller) };
  }),
  GetAccessKeyInfo: read(anyResource, ({ world, parameters }) => {
    const id = requiredText(parameters, 'AccessKeyId');
    const Account = world.sessions.get(id)?.accountId ?? world.keyHomes.get(id);
    if (Account === undefined) throw validationError(`Invalid value for parameter: AccessKeyId ${id}`);
    return { Account };
  }),
  AssumeRole: read(theAssumedRole, assumeRole),
  GetSessionToken: read(anyResource, (call) => {
    const session = mintSession(call.world, {
      ...ofUser(call),
      kind: 'session-token',
      sessionName: '',
      durationSeconds: durationOf(call, 43_200, 129_600),
      mfa: optionalText(call.parameters, 'TokenCode') !== null,
    });
    return { Credentials: describeCredentials(session) };
  }),
  GetFederationToken: read(theFederatedUser, (call) => {
    const session = mintSession(call.world, {
      ...ofUser(call),
      kind: 'federated-user',
      sessionName: requiredText(call.parameters, 'Name'),
      durationSeconds: durationOf(call, 43_200, 129_600),
      tags: tagList(call.parameters),
      policies: sessionPolicies(call, call.caller.account),
    });
    const FederatedUserId = `${call.caller.account.id}:${session.sessionName}`;
    const FederatedUser = { FederatedUserId, Arn: theFederatedUser(call).resource };
    return { Credentials: describeCredentials(session), FederatedUser };
  }),
};

function assumeRole(call: Call) {
  const { parameters, caller } = call;
  const { account, role } = assumedRole(call);
  const session = mintSession(call.world, {
    kind: 'role',
    accountId: account.id,
    entity: role,
    sessionName: sessionNameOf(call),
    // A role session may mint another for an hour at most.
    durationSeconds: durationOf(call, 3_600, caller.session?.kind === 'role' ? 3_600 : role.maxSessionSeconds),
    sourceIdentity: sourceIdentityOf(call),
    tags: tagList(parameters),
    policies: sessionPolicies(call, account),
    mintedBy: caller.accessKeyId,
  });
  recordOpened(call, role, session);
  const Arn = `arn:aws:sts::${account.id}:assumed-role/${role.name}/${session.sessionName}`;
  return {
    Credentials: describeCredentials(session),
    AssumedRoleUser: { AssumedRoleId: `${role.id}:${session.sessionName}`, Arn },
    SourceIdentity: session.sourceIdentity,
  };
}

/** The role's trust policy must agree to all that the caller puts into the session. */
function theAssumedRole(call: Call): Need {
  const { parameters } = call;
  const { account, role } = assumedRole(call);
  const tags = tagList(parameters);
  const externalId = optionalText(parameters, 'ExternalId');
  const sourceIdentity = sourceIdentityOf(call);
  return {
    resource: role.arn,
    actions: [
      'sts:AssumeRole',
      ...(sourceIdentity === null ? [] : ['sts:SetSourceIdentity']),
      ...(tags.length === 0 ? [] : ['sts:TagSession']),
    ],
    resourcePolicy: { name: `the trust policy of ${role.name}`, text: role.trust, accountId: account.id, trust: true },
    context: [
      ['sts:RoleSessionName', sessionNameOf(call)],
      ...(externalId === null ? [] : ([['sts:ExternalId', externalId]] as const)),
      ...(sourceIdentity === null ? [] : ([['sts:SourceIdentity', sourceIdentity]] as const)),
      ...tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value] as const),
    ],
  };
}

/** Once set it goes into every further session, whatever the caller asks for. */
function sourceIdentityOf({ caller, parameters }: Call): string | null {
  return caller.session?.sourceIdentity ?? optionalText(parameters, 'SourceIdentity');
}

/** A role that is not there, or in a closed account, looks exactly like one that may not be assumed. */
function assumedRole({ world, caller, parameters }: Call): { account: Account; role: Role } {
  const arn = requiredText(parameters, 'RoleArn');
  const [, accountId = '', name = ''] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const account = world.accounts.get(accountId);
  const role = account?.status === 'ACTIVE' ? stateSeen(world, account).roles.get(name) : undefined;
  if (account === undefined || role?.arn !== arn) {
    throw accessDenied(`User: ${callerArn(caller)} is not authorized to perform: sts:AssumeRole on resource: ${arn}`);
  }
  return { account, role };
}

function theFederatedUser({ caller, parameters }: Call): Need & { resource: string } {
  return { resource: `arn:aws:sts::${caller.account.id}:federated-user/${requiredText(parameters, 'Name')}` };
}

function sessionNameOf({ parameters }: Call): string {
  const name = requiredText(parameters, 'RoleSessionName');
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw validationError(
    `Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
  );
}

function durationOf({ parameters }: Call, usual: number, longest: number): number {
  const seconds = optionalNumber(parameters, 'DurationSeconds') ?? Math.min(usual, longest);
  if (seconds >= 900 && seconds <= longest) return seconds;
  throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
}

/** Null where the call names none. */
function sessionPolicies({ parameters, world }: Call, account: Account): string[] | null {
  const inline = optionalText(parameters, 'Policy');
  const arns = objectList(parameters, 'PolicyArns').map((item) => requiredText(item, 'arn'));
  if (inline === null && arns.length === 0) return null;
  const policies = inline === null ? [] : [inline];
  if (inline !== null) {
    const document = parsePolicy(inline, 'identity');
    if (!document.ok) throw malformedPolicy(document.error);
    if (inline.length > 2_048)
      throw new AwsError('PackedPolicyTooLarge', 400, 'Packed size of session policies exceeds the limit.');
  }
  return [...policies, ...arns.map((arn) => managedDocument(stateSeen(world, account).policies, arn))];
}

function ofUser({ caller }: Call): { accountId: string; entity: User | Role; mintedBy: string } {
  if (caller.session !== null) throw accessDenied('Cannot call this operation with session credentials');
  return { accountId: caller.account.id, entity: caller.entity, mintedBy: caller.accessKeyId };
}

function describeCredentials(session: Session) {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.token,
    Expiration: formatInstant(session.expiresAt),
  };
}
