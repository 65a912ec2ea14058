import { parsePolicy, type Statement } from '../../simulator/aws/policy/document.ts';
import { evaluate } from '../../simulator/aws/policy/evaluate.ts';

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
  const document = parsePolicy(policy, kind);
  if (!document.ok) return false;
  const request = {
    action: call.action,
    resource: call.resource,
    principal: { accountId: '', arn: '', sessionArn: null, outside: `Service:${call.service}.amazonaws.com` },
    context: new Map(Object.entries(call.context)),
  };
  const everything = { name: 'the service', document: { statements: [anything], variables: false } };
  const own = { name: 'its own policy', document: document.value };
  const resource = { policy: own, accountId: call.accountId, required: true };
  return evaluate(request, { identity: [everything], limits: [], resource }).decision === 'allowed';
}
