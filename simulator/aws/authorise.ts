import { formatInstant, second } from '../../core/model/instant.ts';
import { type Caller, callerArn, callerKeys } from './caller.ts';
import { managedDocument } from './iam/managed-policies.ts';
import { type PolicyDocument, type PolicyUse, parsePolicy } from './policy/document.ts';
import { type Evaluation, evaluate, type NamedPolicy, type Policies, type PolicyLimit } from './policy/evaluate.ts';
import type { ContextKeys } from './policy/pattern.ts';
import { groupsOf } from './state/account.ts';
import type { World } from './state/world.ts';

/** Where a call comes from. Through a VPC endpoint there is no `aws:SourceIp`; a service may call in the caller's name. */
export type Origin =
  | { readonly ip: string }
  | { readonly ip: string; readonly vpc: string; readonly vpce: string }
  | { readonly service: string; readonly ip?: string };

/** What one operation asks of its caller. */
export interface Demand {
  readonly action: string;
  readonly resource: string;
  readonly region: string;
  readonly from: Origin;
  readonly at: number;
  readonly context?: readonly (readonly [key: string, value: string | readonly string[]])[];
  /** The resource's own policy as JSON text, and the account that it stands in. */
  readonly resourcePolicy?: {
    readonly name: string;
    readonly text: string;
    readonly accountId: string;
    readonly trust: boolean;
  } | null;
}

/** AWS's answer for a live credential. */
export function authorise(world: World, caller: Caller, demand: Demand): Evaluation {
  const free = exempt(caller, demand.action);
  if (free !== null) return free;
  const { account, entity, session } = caller;
  const principal = {
    accountId: account.id,
    arn: session?.kind === 'federated-user' ? callerArn(caller) : entity.arn,
    sessionArn: session === null ? null : callerArn(caller),
  };
  const context = contextOf(world, caller, demand);
  return evaluate(
    { action: demand.action, resource: demand.resource, principal, context },
    policiesFor(world, caller, demand),
  );
}

/** Calls that no policy decides. */
function exempt({ session }: Caller, action: string): Evaluation | null {
  const fixed = (decision: Evaluation['decision'], explanation: string): Evaluation => ({
    decision,
    by: null,
    explanation,
  });
  if (action === 'sts:GetCallerIdentity')
    return fixed('allowed', 'GetCallerIdentity needs no permission and cannot be denied.');
  if (action === 'sts:GetSessionToken' && session === null)
    return fixed('allowed', 'GetSessionToken cannot be denied by a policy.');
  if (session === null || session.kind === 'role') return null;
  if (action.startsWith('iam:') && !session.mfa) {
    return fixed('implicit-deny', 'A user’s session without multi-factor authentication may not call IAM.');
  }
  const mayCallSts = session.kind === 'session-token' && action === 'sts:AssumeRole';
  return action.startsWith('sts:') && !mayCallSts
    ? fixed('implicit-deny', 'A user’s session may not mint further sessions of its own.')
    : null;
}

function policiesFor(world: World, caller: Caller, { resourcePolicy }: Demand): Policies {
  const { entity, state } = caller;
  const holders = [entity, ...groupsOf(entity, state)];
  const attached = holders.flatMap((holder) => holder.attached.map((arn) => managed(state.policies, arn)));
  const inline = holders.flatMap((holder) => [...holder.inline].map(([name, text]) => named(name, text, 'identity')));
  return {
    identity: [...inline, ...attached],
    limits: limitsFor(world, caller),
    resource: resourcePolicy
      ? {
          policy: named(resourcePolicy.name, resourcePolicy.text, resourcePolicy.trust ? 'trust' : 'resource'),
          accountId: resourcePolicy.accountId,
          required: resourcePolicy.trust,
        }
      : null,
  };
}

function limitsFor(world: World, { account, state, entity, session }: Caller): PolicyLimit[] {
  const limits: PolicyLimit[] = [];
  if (entity.boundary !== null) limits.push({ kind: 'boundary', policies: [managed(state.policies, entity.boundary)] });
  const sessionPolicies = session?.policies ?? (session?.kind === 'federated-user' ? [] : null);
  if (sessionPolicies !== null) {
    limits.push({
      kind: 'session',
      policies: sessionPolicies.map((text) => named('the session policy', text, 'identity')),
    });
  }
  if (account.id === world.organization?.managementAccountId || isServiceLinked(entity.path)) return limits;
  const organization = account.serviceControlPolicies.map((level): PolicyLimit => {
    return { kind: 'organization', policies: level.map((text) => named('a service control policy', text, 'identity')) };
  });
  return [...limits, ...organization];
}

function isServiceLinked(path: string): boolean {
  return path.startsWith('/aws-service-role/');
}

function managed(policies: Caller['state']['policies'], arn: string): NamedPolicy {
  return named(arn, managedDocument(policies, arn), 'identity');
}

/** What has been read already, by its text: each call is held against every policy of its caller anew. */
const read = new Map<string, PolicyDocument>();

function named(name: string, text: string, use: PolicyUse): NamedPolicy {
  const key = `${use} ${text}`;
  const known = read.get(key);
  if (known !== undefined) return { name, document: known };
  const document = parsePolicy(text, use);
  if (!document.ok)
    throw new Error(`The simulated AWS holds a policy that it should have refused, ${name}: ${document.error}`);
  if (read.size >= mostRead) read.clear();
  read.set(key, document.value);
  return { name, document: document.value };
}

const mostRead = 2_000;

function contextOf(world: World, caller: Caller, demand: Demand): ContextKeys {
  const context = new Map<string, string | readonly string[]>();
  const all = [
    ...callerKeys(caller, world.organization?.id ?? null),
    ...originKeys(demand.from),
    ['aws:CurrentTime', formatInstant(demand.at)] as const,
    ['aws:EpochTime', String(Math.floor(demand.at / second))] as const,
    ['aws:RequestedRegion', demand.region] as const,
    ['aws:SecureTransport', 'true'] as const,
    ...(demand.context ?? []),
  ];
  for (const [key, value] of all) context.set(key.toLowerCase(), value);
  return context;
}

function originKeys(from: Origin): [key: string, value: string | readonly string[]][] {
  if ('service' in from) {
    const forwarded: [string, string | readonly string[]][] = [
      ['aws:ViaAWSService', 'true'],
      ['aws:CalledVia', [from.service]],
    ];
    return from.ip === undefined ? forwarded : [...forwarded, ['aws:SourceIp', from.ip]];
  }
  const direct: [string, string] = ['aws:ViaAWSService', 'false'];
  if (!('vpc' in from)) return [direct, ['aws:SourceIp', from.ip]];
  return [direct, ['aws:VpcSourceIp', from.ip], ['aws:SourceVpc', from.vpc], ['aws:SourceVpce', from.vpce]];
}
