import type { ResourceFacts } from '../../adapters/aws/deployment/stack.ts';
import { count } from '../terminal/words.ts';

/** The part of a CloudFormation template that is told of. */
export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: unknown; readonly DeletionPolicy?: string }>
  >;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** Whoever loses one of these loses sight of something. */
const grave: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::StackSet': 'roles and rules in all member accounts',
  'AWS::Lambda::Function': 'a function',
  'AWS::StepFunctions::StateMachine': 'a state machine',
  'AWS::CloudTrail::Trail': 'a trail',
  'AWS::Events::EventBus': 'a bus',
  'AWS::Events::Rule': 'a rule',
  'AWS::Organizations::Policy': 'the guard on the members',
};

const words: readonly (readonly [type: string, one: string, many: string])[] = [
  ['AWS::Lambda::Function', 'function', 'functions'],
  ['AWS::StepFunctions::StateMachine', 'state machine', 'state machines'],
  ['AWS::SQS::Queue', 'queue', 'queues'],
  ['AWS::Events::Rule', 'rule', 'rules'],
  ['AWS::Events::EventBus', 'event bus', 'event buses'],
  ['AWS::DynamoDB::GlobalTable', 'table', 'tables'],
  ['AWS::S3::Bucket', 'bucket', 'buckets'],
  ['AWS::CloudTrail::Trail', 'trail', 'trails'],
  ['AWS::IAM::Role', 'role', 'roles'],
  ['AWS::CloudWatch::Alarm', 'alarm', 'alarms'],
  ['AWS::SNS::Topic', 'topic', 'topics'],
  ['AWS::CloudFormation::StackSet', 'stack set', 'stack sets'],
];

/** `4 functions, 8 queues, …`: what a person would count. */
export function contentsOf({ Resources }: Template): string {
  const types = Object.values(Resources).map(({ Type }) => Type);
  return words
    .map(([type, one, many]) => [types.filter((other) => other === type).length, one, many] as const)
    .filter(([n]) => n > 0)
    .map(([n, one, many]) => count(n, one, many))
    .join(', ');
}

export interface Change {
  readonly isNew: boolean;
  readonly added: number;
  readonly removed: number;
  /** What would no longer be watched, a phrase each. */
  readonly losses: readonly string[];
}

/** What deploying the template does to what is there; null for nothing there. `unwatched`: whence nobody watches it any more. */
export function changeOf(
  { Resources }: Template,
  present: readonly ResourceFacts[] | null,
  unwatched: string | null = null,
): Change {
  const there = present ?? [];
  const known = new Set(there.map(({ logicalId }) => logicalId));
  const removed = there.filter(({ logicalId }) => Resources[logicalId] === undefined);
  return {
    isNew: present === null,
    added: Object.keys(Resources).filter((id) => !known.has(id)).length,
    removed: removed.length,
    losses: [
      ...removed.flatMap(({ type, logicalId }) => {
        const what = grave[type];
        return what === undefined ? [] : [`${what} (${logicalId})`];
      }),
      ...(unwatched === null ? [] : [`what watches over it from ${unwatched}`]),
    ],
  };
}
