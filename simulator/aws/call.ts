import { authorise, type Origin } from './authorise.ts';
import { authenticate, type Unauthentic, unauthenticSentence } from './caller.ts';
import type { Evaluation, MatchedStatement } from './policy/evaluate.ts';
import type { World } from './state/world.ts';
import { recordUse } from './use.ts';

/** Any call to any service, of which only the permission is simulated. */
export interface Attempt {
  readonly accessKeyId: string;
  /** `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  readonly from: Origin;
  /** Epoch milliseconds, for expiry and date conditions; the clock's now if absent. */
  readonly at?: number;
  readonly region?: string;
  /** Further condition keys of the service that is called. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** The resource's own policy, where it has one. */
  readonly resourcePolicy?: { readonly text: string; readonly accountId: string };
}

export type AttemptOutcome =
  | { readonly allowed: true; readonly explanation: string }
  | {
      readonly allowed: false;
      readonly error: Unauthentic | 'AccessDenied';
      readonly decision: Evaluation['decision'] | null;
      readonly by: MatchedStatement | null;
      readonly explanation: string;
    };

/** What AWS would answer. A denied call counts as a use of the credential, as it does for IAM's last-used dates. */
export function attempt(world: World, call: Attempt): AttemptOutcome {
  const at = call.at ?? world.clock.now();
  const caller = authenticate(world, call.accessKeyId, at);
  if (!caller.ok) {
    return {
      allowed: false,
      error: caller.error,
      decision: null,
      by: null,
      explanation: unauthenticSentence[caller.error],
    };
  }
  const region = call.region ?? 'us-east-1';
  const [service = ''] = call.action.split(':');
  recordUse(caller.value, { at, region, service });
  const { decision, by, explanation } = authorise(world, caller.value, {
    action: call.action,
    resource: call.resource,
    region,
    from: call.from,
    at,
    context: Object.entries(call.context ?? {}),
    resourcePolicy: call.resourcePolicy ? { ...call.resourcePolicy, name: 'the resource policy', trust: false } : null,
  });
  return decision === 'allowed'
    ? { allowed: true, explanation }
    : { allowed: false, error: 'AccessDenied', decision, by, explanation };
}
