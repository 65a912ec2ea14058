import { parsePolicy, type Statement } from '../../simulator/aws/policy/document.ts';
import { evaluate, type PolicyRequest } from '../../simulator/aws/policy/evaluate.ts';

const anything: Statement = {
  sid: null,
  effect: 'Allow',
  actions: { not: false, patterns: ['*'] },
  resources: { not: false, patterns: ['*'] },
  principals: null,
  conditions: [],
};

export interface ServiceCall {
  /** `events`, `cloudtrail` … */
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  /** Whose the resource is. */
  readonly accountId: string;
  /** Condition keys and what they are, in lower case. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether the policy of a role or of another resource lets a service of AWS in. */
export function letsServiceIn(policy: string, kind: 'trust' | 'resource', call: ServiceCall): boolean {
  const outside = `Service:${call.service}.amazonaws.com`;
  return letsIn(policy, kind, { accountId: '', arn: '', sessionArn: null, outside }, call);
}

/** Whether the policy of a resource lets in a role that may do anything by its own. */
export function letsRoleIn(policy: string, { arn, accountId }: Role, call: Omit<ServiceCall, 'service'>): boolean {
  return letsIn(policy, 'resource', { accountId, arn, sessionArn: null }, call);
}

interface Role {
  readonly arn: string;
  /** Its own. */
  readonly accountId: string;
}

function letsIn(
  policy: string,
  kind: 'trust' | 'resource',
  principal: PolicyRequest['principal'],
  call: Omit<ServiceCall, 'service'>,
): boolean {
  const document = parsePolicy(policy, kind);
  if (!document.ok) return false;
  const { action, resource: on, context } = call;
  const request = { action, resource: on, principal, context: new Map(Object.entries(context)) };
  const everything = { name: 'the caller', document: { statements: [anything], variables: false } };
  const own = { name: 'its own policy', document: document.value };
  const resource = { policy: own, accountId: call.accountId, required: true };
  return evaluate(request, { identity: [everything], limits: [], resource }).decision === 'allowed';
}
