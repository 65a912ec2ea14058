import { iamPrefixOf } from '../context/declared.ts';
import { iamAction } from '../context/grants/actions/iam-action.ts';
import { settledBefore } from '../context/habits/familiarity.ts';
import type { RecordedContext } from '../context/recorded-context.ts';
import { matchesGlob } from '../model/glob.ts';
import { dayOf, type Instant } from '../model/instant.ts';

/**
 * What an agent is for, as patterns of IAM actions: its owner's word, else the services it is established with. Null where
 * neither tells: nothing is then known that could be left to it.
 */
export function purposeOf(
  { declared, baseline }: Pick<RecordedContext, 'declared' | 'baseline'>,
  at: Instant,
): readonly string[] | null {
  const { actions = null, services = null } = declared?.expected ?? {};
  // The name of a policy is no pattern, and half a fence would cut off the rest of the work.
  if (actions !== null && actions.length > 0 && actions.every((action) => action.includes(':')))
    return permitting(actions);
  if (services !== null && services.length > 0) return services.map((service) => `${iamPrefixOf(service)}:*`);
  const habits = settledBefore(baseline, 'service', dayOf(at));
  return habits.length === 0 ? null : [...habits.map((service) => `${iamPrefixOf(service)}:*`), ...unseen];
}

/** Whether a call goes on where nothing but the purpose does. */
export function isWithin(purpose: readonly string[] | null, action: string): boolean {
  return purpose?.some((pattern) => matchesGlob(pattern, iamAction(action))) ?? false;
}

/** With the permission behind each call that an owner named instead: to forbid that would be to forbid the call. */
function permitting(actions: readonly string[]): readonly string[] {
  return actions.flatMap((action) => {
    const permission = iamAction(action);
    return permission === action.toLowerCase() ? [action] : [action, permission];
  });
}

/** Work that a trail without data events does not show: what was not seen may still be the agent's everyday. */
const unseen: readonly string[] = [
  'dynamodb:*Item',
  'dynamodb:Query',
  'dynamodb:Scan',
  'events:PutEvents',
  'execute-api:Invoke',
  'firehose:PutRecord*',
  'kinesis:*Record*',
  'kms:Decrypt',
  'kms:GenerateDataKey*',
  'lambda:Invoke*',
  's3:*Object',
  's3:ListBucket',
  'sns:Publish',
  'sqs:*Message*',
];
