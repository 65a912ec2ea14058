import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { eventSource } from '../contract/events.ts';
import { noticeKeyPattern } from '../contract/tables.ts';
import { alarm, counted } from './alarm.ts';
import type { Foundation } from './foundation.ts';
import { sentBy } from './sent-by.ts';
import { Worker } from './worker.ts';

const taken = { source: [eventSource], 'detail-type': ['ActionTaken'] };
/** A message in Slack also says how it ended. */
const takenAndEnded = { ...taken, 'detail-type': ['ActionTaken', 'ActionRestored', 'DecisionAnswered'] };

export interface NotifySlackProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  /** Name of the secret that holds the bot's token. */
  readonly slackSecret: string;
}

/** What was done, to the owners' channels in Slack. */
export class NotifySlack extends Construct {
  readonly worker: Worker<'notify'>;

  constructor(scope: Construct, id: string, { foundation, bundles, slackSecret }: NotifySlackProps) {
    super(scope, id);
    const { memory, settings, alarms, bus } = foundation;
    const worker = new Worker(this, 'Worker', {
      name: 'notify',
      description: 'Tells owners in Slack what was done',
      env: { table: memory.tableName, settings: settings.bucketName, slack: slackSecret },
      bundles,
      alarms,
      timeout: Duration.seconds(30),
      batchSize: 10,
      concurrency: 2,
      tooOld: Duration.minutes(30),
      // Slack lets about one message a second into a channel; the rest waits its turn here.
      tries: 10,
    });
    this.worker = worker;
    worker.role.addToPolicy(
      new PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [memory.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [noticeKeyPattern] } },
      }),
    );
    const { partition, region, account } = Stack.of(this);
    // Secrets Manager adds six characters to a name.
    worker.allow(
      ['secretsmanager:GetSecretValue'],
      `arn:${partition}:secretsmanager:${region}:${account}:secret:${slackSecret}-??????`,
    );
    foundation.letReadSettings(worker);
    worker.feed('Taken', {
      description: 'Whatever was done or would have been, and how it ended',
      eventBusName: bus.eventBusName,
      eventPattern: takenAndEnded,
    });
    worker.feed('Bell', {
      description: 'What could wait, and what nobody answered',
      scheduleExpression: 'rate(5 minutes)',
    });
    alarm(this, 'UndeliveredAlarm', alarms, {
      section: 'undelivered',
      metric: counted('notify', 'Undelivered', Duration.minutes(10)),
      threshold: 1,
    });
  }
}

/** The same without Slack: to whoever subscribes to the topic. No function stands between. */
export class NotifyTopic extends Construct {
  constructor(scope: Construct, id: string, { bus }: Foundation) {
    super(scope, id);
    const topic = new Topic(this, 'Notices', { enforceSSL: true });
    const rule = new CfnRule(this, 'Taken', {
      description: 'Whatever was done or would have been',
      eventBusName: bus.eventBusName,
      eventPattern: taken,
      targets: [
        {
          id: 'Notices',
          arn: topic.topicArn,
          inputTransformer: {
            inputPathsMap: {
              headline: '$.detail.notice.headline',
              why: '$.detail.notice.why',
              done: '$.detail.notice.whatWasDone',
              next: '$.detail.notice.whatToDo',
            },
            // Values go in as JSON, so that no quote of a stranger's ends a text.
            inputTemplate: '{"headline": <headline>, "why": <why>, "whatWasDone": <done>, "whatToDo": <next>}',
          },
        },
      ],
    });
    topic.addToResourcePolicy(sentBy(rule, 'sns:Publish', topic.topicArn));
  }
}
