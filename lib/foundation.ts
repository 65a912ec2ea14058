import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AttributeType,
  Billing,
  Operation,
  ProjectionType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { deedsTable, memoryTable } from '../contract/tables.ts';
import { accepted } from './accepted.ts';
import { alarm, alarmTopic } from './alarm.ts';
import type { Worker } from './worker.ts';

/** What the functions stand on: two tables, the bus, the bucket of settings, and whom alarms ring. */
export class Foundation extends Construct {
  /** What was learned and decided. */
  readonly memory: TableV2;
  /** What was done. */
  readonly deeds: TableV2;
  readonly bus: EventBus;
  readonly settings: Bucket;
  readonly alarms: Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = {
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // What was learned takes weeks to learn again, and what was done can only be undone with its record.
      removalPolicy: RemovalPolicy.RETAIN,
    };
    this.memory = new TableV2(this, 'Memory', {
      ...table,
      partitionKey: { name: memoryTable.key, type: AttributeType.STRING },
      timeToLiveAttribute: memoryTable.expires,
    });
    this.deeds = new TableV2(this, 'Deeds', {
      ...table,
      partitionKey: { name: deedsTable.key, type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          indexName: deedsTable.openIndex,
          partitionKey: { name: deedsTable.open, type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
    this.bus = new EventBus(this, 'Bus', { eventBusName: 'rescind' });
    this.settings = new Bucket(this, 'Settings', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // Who changed the policy, and to what from what, can be seen and taken back.
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    accepted(this.settings, 'S1', 'Versions show what changed, and CloudTrail shows who changed it.');
    this.alarms = alarmTopic(this, 'Alarms');
    // Without a function's name it counts all of the account and Region, which share what may run at once.
    alarm(this, 'ThrottleAlarm', this.alarms, {
      section: 'throttle',
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Throttles',
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      threshold: 10,
    });
    for (const [id, made] of [
      ['Memory', this.memory],
      ['Deeds', this.deeds],
    ] as const) {
      alarm(this, `${id}ThrottleAlarm`, this.alarms, {
        section: 'throttle',
        metric: made.metricThrottledRequestsForOperations({
          operations: [Operation.BATCH_GET_ITEM, Operation.GET_ITEM, Operation.PUT_ITEM],
          period: Duration.minutes(5),
        }),
        threshold: 10,
        periods: 3,
      });
    }
  }

  /** To read and write what was learned, to announce what was decided, and to read the settings. */
  letJudge(worker: Pick<Worker<'observe'>, 'allow' | 'role'>): void {
    worker.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], this.memory.tableArn);
    worker.allow(['events:PutEvents'], this.bus.eventBusArn);
    this.letReadSettings(worker);
  }

  letReadSettings(worker: Pick<Worker<'observe'>, 'allow' | 'role'>): void {
    worker.allow(['s3:ListBucket'], this.settings.bucketArn);
    worker.allow(['s3:GetObject'], this.settings.arnForObjects('*'));
    const objects = `<${Stack.of(this).getLogicalId(this.settings.node.defaultChild as CfnBucket)}.Arn>/*`;
    accepted(worker.role, `IAM5[Resource::${objects}]`, 'The whole bucket is there for the functions to read.');
  }
}
