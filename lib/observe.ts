import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CfnRule, type EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { variablesOf } from '../contract/env.ts';

export interface ObserveProps {
  readonly table: TableV2;
  readonly bus: EventBus;
  /** Folder in which each function has its bundle. */
  readonly bundles: string;
}

const functionTimeout = Duration.seconds(30);

/** CloudTrail's calls by way of EventBridge and a queue to the function that judges them. */
export class Observe extends Construct {
  constructor(scope: Construct, id: string, props: ObserveProps) {
    super(scope, id);
    const deadLetters = encryptedQueue(this, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    const queue = encryptedQueue(this, 'Queue', {
      // As AWS advises for a function's queue: a message comes back only when its reader must have ended.
      visibilityTimeout: Duration.seconds(6 * functionTimeout.toSeconds()),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
    });
    feed(this, queue);
    const { role, observe } = observer(this, props);
    grant(role, props);
    observe.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(5),
        reportBatchItemFailures: true,
        maxConcurrency: 5,
      }),
    );
    alarm(this, 'DeadLettersAlarm', deadLetters.metricApproximateNumberOfMessagesVisible(), 1);
    alarm(this, 'QueueAgeAlarm', queue.metricApproximateAgeOfOldestMessage(), Duration.minutes(15).toSeconds());
  }
}

function encryptedQueue(scope: Construct, id: string, props: ConstructorParameters<typeof Queue>[2]): Queue {
  return new Queue(scope, id, { ...props, encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true });
}

/**
 * Only AWS may put events whose source begins with `aws.`, so that the pattern keeps forgeries out. The state also lets
 * read-only management calls through, which say where a stolen credential is being tried.
 */
function feed(scope: Construct, queue: Queue): void {
  const rule = new CfnRule(scope, 'Calls', {
    description: 'Management calls and sign-ins of this account, read-only ones too, and notices about its credentials',
    eventPattern: {
      source: [{ prefix: 'aws.' }],
      'detail-type': [
        'AWS API Call via CloudTrail',
        'AWS Console Sign In via CloudTrail',
        'AWS Console Action via CloudTrail',
        'AWS Health Event',
        'GuardDuty Finding',
      ],
    },
    state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    targets: [{ id: 'Queue', arn: queue.queueArn }],
  });
  queue.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      principals: [new ServicePrincipal('events.amazonaws.com')],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
    }),
  );
}

function observer(scope: Construct, { table, bus, bundles }: ObserveProps) {
  const logGroup = new LogGroup(scope, 'Log', { retention: RetentionDays.ONE_MONTH });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const observe = new LambdaFunction(scope, 'Function', {
    description: 'Judges uses of credentials and plans what to take back; acts on nothing',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(join(bundles, 'observe')),
    handler: 'index.handler',
    memorySize: 1024,
    timeout: functionTimeout,
    role,
    logGroup,
    environment: variablesOf('observe', { table: table.tableName, bus: bus.eventBusName }),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
  );
  return { role, observe };
}

function grant(role: Role, { table, bus }: ObserveProps): void {
  role.addToPolicy(
    new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [table.tableArn] }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }));
}

function alarm(scope: Construct, id: string, metric: IMetric, threshold: number): void {
  new Alarm(scope, id, {
    metric,
    threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: 'See docs/deploy.md',
  });
}
