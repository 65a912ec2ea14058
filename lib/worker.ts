import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { perQueue } from '../contract/concurrency.ts';
import type { FunctionName } from '../contract/env.ts';
import { alarm } from './alarm.ts';
import { encryptedQueue } from './encrypted-queue.ts';
import { OwnFunction, type OwnFunctionProps } from './own-function.ts';
import { sentBy } from './sent-by.ts';
import { switchedOn } from './switched-on.ts';

export interface WorkerProps<Name extends FunctionName> extends OwnFunctionProps<Name> {
  readonly batchSize: number;
  /** For how long messages are gathered before a batch goes that is not full; five seconds where nothing else is said. */
  readonly window?: Duration;
  /** Age of the oldest message that rings, where it lasts for ten minutes. */
  readonly tooOld: Duration;
  /** How often a message is tried before it is set aside; as often as AWS advises where nothing else is said. */
  readonly tries?: number;
}

/** As many as AWS advises, so that what is refused for being too much at once is not set aside. */
const usualTries = 5;

/** A queue and the function that works it off, message by message; what fails again and again is set aside, and rings. */
export class Worker<Name extends FunctionName> extends OwnFunction<Name> {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WorkerProps<Name>) {
    super(scope, id, props);
    this.deadLetters = encryptedQueue(this, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    const window = props.batchSize > 1 ? (props.window ?? Duration.seconds(5)) : Duration.seconds(0);
    this.queue = encryptedQueue(this, 'Queue', {
      // As AWS advises for a function's queue: a message comes back only when its reader must have ended.
      visibilityTimeout: Duration.seconds(6 * props.timeout.toSeconds() + window.toSeconds()),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.tries ?? usualTries },
    });
    this.#readQueue(props.batchSize, window);
    this.#watch(props);
  }

  /** Lets a rule put its events into the queue; what cannot be put there is set aside, too. */
  feed(id: string, rule: Omit<ConstructorParameters<typeof CfnRule>[2], 'targets'>): void {
    const made = new CfnRule(this, id, {
      ...switchedOn.rule,
      ...rule,
      targets: [{ id: 'Queue', arn: this.queue.queueArn, deadLetterConfig: { arn: this.deadLetters.queueArn } }],
    });
    for (const queue of [this.queue, this.deadLetters]) {
      queue.addToResourcePolicy(sentBy(made, 'sqs:SendMessage', queue.queueArn));
    }
  }

  #readQueue(batchSize: number, window: Duration): void {
    this.allow(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], this.queue.queueArn);
    const mapping = this.function.addEventSourceMapping('Messages', {
      ...switchedOn.mapping,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      ...(window.toSeconds() > 0 && { maxBatchingWindow: window }),
      reportBatchItemFailures: true,
      // One judges three to five hundred events a second of the fast lane and a thousand of the files, on a machine with much else to do.
      maxConcurrency: perQueue,
    });
    // Lambda tries the permission when the mapping is made.
    mapping.node.addDependency(this.role);
  }

  #watch({ alarms, tooOld }: WorkerProps<Name>): void {
    alarm(this, 'DeadLettersAlarm', alarms, {
      section: 'dead-letters',
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible(),
      threshold: 1,
    });
    alarm(this, 'QueueAgeAlarm', alarms, {
      section: 'queue-age',
      metric: this.queue.metricApproximateAgeOfOldestMessage(),
      threshold: tooOld.toSeconds(),
      periods: 2,
    });
  }
}

/** The ARN of a role of ours in any account, or in this one. */
export function memberRoleArn(scope: Construct, role: string, everywhere: boolean): string {
  const { partition, account } = Stack.of(scope);
  return `arn:${partition}:iam::${everywhere ? '*' : account}:role/${role}`;
}
