import { iamPrefixOf } from '../context/declared/declared.ts';
import { actionsIn } from '../context/grants/actions/changes.ts';
import { iamAction } from '../context/grants/actions/iam-action.ts';
import { serviceOf } from '../context/grants/actions/service-of.ts';
import { isHabit, settledBefore } from '../context/habits/familiarity.ts';
import type { RecordedContext } from '../context/recorded-context.ts';
import { matchesGlob } from '../model/glob.ts';
import { dayOf, type Instant } from '../model/instant.ts';

/**
 * What an agent is for, as patterns of IAM actions: by its owner's word, else by the services that are its habit. Null where neither says
 * anything, so that nothing could be left to it.
 */
export function purposeOf({ declared, baseline }: Known, at: Instant): readonly string[] | null {
  const { actions = null, services = null } = declared?.expected ?? {};
  // The name of a policy is no pattern of actions, and a fence with only some of them would cut off the rest of the work.
  if (actions !== null && actions.length > 0 && actions.every((action) => forIam.test(action)))
    return permitting(actions);
  if (services !== null && services.length > 0) {
    const prefixes = services.map(iamPrefixOf);
    return prefixes.every((prefix) => /^[a-z0-9-]+$/.test(prefix)) ? prefixes.map(all) : null;
  }
  const habits = settledBefore(baseline, 'service', dayOf(at));
  return habits.length === 0 ? null : [...habits.map((service) => all(iamPrefixOf(service))), ...unseen];
}

/** An action as IAM writes it, or a pattern of them. */
const forIam = /^[a-z0-9-]+:[a-z0-9*?]+$/i;

type Known = Pick<RecordedContext, 'declared' | 'baseline'>;

/**
 * The same without certain deeds, which were firsts: a pattern that allows one of them is narrowed to what the credential always did. Null
 * where a deed would be allowed all the same, or nothing is left.
 */
export function workOf(known: Known, at: Instant, deeds: readonly string[]): readonly string[] | null {
  const work = purposeOf(known, at)?.flatMap((pattern) =>
    deeds.some((deed) => leaves([pattern], deed))
      ? usualIn(serviceOf(pattern), known, at).filter((usual) => matchesGlob(pattern, usual))
      : [pattern],
  );
  return work === undefined || work.length === 0 || deeds.some((deed) => leaves(work, deed)) ? null : work;
}

/** Whether a purpose allows a call. */
export function leaves(purpose: readonly string[], call: string): boolean {
  const action = iamAction(call);
  return purpose.some((pattern) => matchesGlob(pattern, action));
}

/** Its habits in a service, and all reading there: that goes by more names than are on record. */
function usualIn(service: string, { baseline }: Known, at: Instant): readonly string[] {
  const reads = ['BatchGet*', 'Describe*', 'Get*', 'List*'].map((name) => `${service}:${name}`);
  const isLeft = (action: string) => reads.some((pattern) => matchesGlob(pattern, action));
  const usual = actionsIn(service).filter(
    (action) => !isLeft(action) && isHabit(baseline, 'action', action, dayOf(at)),
  );
  return [...reads, ...usual, ...unseen.filter((pattern) => serviceOf(pattern) === service)];
}

function all(service: string): string {
  return `${service}:*`;
}

/** Where an owner named a call, with the permission that it takes: to forbid that would forbid the call. */
function permitting(actions: readonly string[]): readonly string[] {
  return actions.flatMap((action) => {
    const permission = iamAction(action);
    return permission === action.toLowerCase() ? [action] : [action, permission];
  });
}

/** Work that no trail shows, or only one with data events: it may be everyday, although it was never seen. */
export const unseen: readonly string[] = [
  'appconfig:*Configuration*',
  'aoss:APIAccessAll',
  'aps:Query*',
  'aps:RemoteWrite',
  'cassandra:Modify',
  'cassandra:Select',
  'dynamodb:*Item',
  'dynamodb:PartiQL*',
  'dynamodb:Query',
  'dynamodb:Scan',
  'ec2messages:*',
  'elasticache:Connect',
  'elasticfilesystem:Client*',
  'es:ESHttp*',
  'events:PutEvents',
  'execute-api:Invoke',
  'firehose:PutRecord*',
  'kafka-cluster:*',
  'iot:Publish',
  'kinesis:*Record*',
  'kinesis:*Shard*',
  'kms:Decrypt',
  'kms:GenerateDataKey*',
  'lambda:Invoke*',
  'memorydb:Connect',
  'neptune-db:*',
  'rds-db:connect',
  's3:*MultipartUpload*',
  's3:*Object',
  's3:GetObject*',
  's3:ListBucket*',
  's3express:CreateSession',
  'sagemaker:InvokeEndpoint*',
  'servicediscovery:Discover*',
  'ses:Send*',
  'sns:Publish',
  'sqs:*Message*',
  'ssmmessages:*',
  'timestream:WriteRecords',
];
