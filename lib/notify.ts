import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventSource } from '../contract/events.ts';
import { noticeKeyPattern } from '../contract/tables.ts';
import { alarm, counted } from './alarm.ts';
import type { Foundation } from './foundation.ts';
import { keyed } from './keyed.ts';
import { Links } from './links.ts';
import { Worker } from './worker.ts';

const takenAndEnded = {
  source: [eventSource],
  'detail-type': ['ActionTaken', 'ActionRestored', 'DecisionAnswered', 'CredentialHeld'],
};
const bell = {
  description: 'Sends notices that could wait, and passes on those that nobody answered',
  scheduleExpression: 'rate(5 minutes)',
};

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
    const { memory, settings, alarms } = foundation;
    const worker = new Worker(this, 'Worker', {
      name: 'notify',
      description: 'Sends notices to owners in Slack',
      env: { table: memory.tableName, settings: settings.bucketName, slack: slackSecret },
      bundles,
      alarms,
      timeout: Duration.seconds(30),
      batchSize: 10,
      tooOld: Duration.minutes(30),
      // Slack lets about one message a second into a channel; the rest waits its turn here.
      tries: 10,
    });
    this.worker = worker;
    const { partition, region, account } = Stack.of(this);
    // Secrets Manager adds six characters to a name.
    worker.allow(
      ['secretsmanager:GetSecretValue'],
      `arn:${partition}:secretsmanager:${region}:${account}:secret:${slackSecret}-??????`,
    );
    tells(this, worker, 'notify', foundation);
  }
}

export interface NotifyMailProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  /** Of the function that responds: what people settle is carried out there. */
  readonly wishes: Queue;
}

/**
 * The same without Slack: letters to whoever subscribes to a topic, and to those who may answer, by a topic of their own,
 * with links that speak for them.
 */
export class NotifyMail extends Construct {
  readonly worker: Worker<'mail'>;
  readonly links: Links;

  constructor(scope: Construct, id: string, { foundation, bundles, wishes }: NotifyMailProps) {
    super(scope, id);
    const { memory, settings, alarms } = foundation;
    const notices = letterTopic(this, 'Notices');
    const answers = letterTopic(this, 'Answers');
    this.links = new Links(this, 'Links', { foundation, bundles, wishes });
    const { key, url } = this.links;
    const worker = new Worker(this, 'Worker', {
      name: 'mail',
      description: 'Sends notices by mail, with personal links for those who may answer',
      env: {
        table: memory.tableName,
        settings: settings.bucketName,
        notices: notices.topicArn,
        answers: answers.topicArn,
        linkKey: key.secretArn,
        links: url,
      },
      bundles,
      alarms,
      timeout: Duration.seconds(30),
      batchSize: 10,
      tooOld: Duration.minutes(30),
      tries: 10,
    });
    this.worker = worker;
    worker.allow(['sns:Publish'], notices.topicArn, answers.topicArn);
    worker.allow(['secretsmanager:GetSecretValue'], key.secretArn);
    tells(this, worker, 'mail', foundation);
    new CfnOutput(this, 'NoticesTopic', {
      value: notices.topicArn,
      description: 'Subscribe whoever should get all notices',
    });
    new CfnOutput(this, 'AnswersTopic', {
      value: answers.topicArn,
      description: 'Subscribe whoever may answer, each with a filter policy on person',
    });
  }
}

/** What whoever tells of deeds hears, keeps and reads, and who is told where it cannot. */
function tells<Name extends 'notify' | 'mail'>(
  scope: Construct,
  worker: Worker<Name>,
  name: Name,
  foundation: Foundation,
): void {
  const { memory, alarms, bus } = foundation;
  worker.role.addToPolicy(keyed(['dynamodb:GetItem', 'dynamodb:PutItem'], memory.tableArn, [noticeKeyPattern]));
  foundation.letReadSettings(worker);
  worker.feed('Taken', {
    description: 'Everything that was done, or would have been done, with its outcome',
    eventBusName: bus.eventBusName,
    eventPattern: takenAndEnded,
  });
  worker.feed('Bell', bell);
  alarm(scope, 'UndeliveredAlarm', alarms, {
    section: 'undelivered',
    metric: counted(name, 'Undelivered', Duration.minutes(10)),
    threshold: 1,
  });
}

/**
 * What waits there is told to people, some of it with links that answer: encrypted by the key that AWS keeps for the account's
 * topics, which costs nothing and which a role of this account may use that may publish.
 */
function letterTopic(scope: Construct, id: string): Topic {
  const topic = new Topic(scope, id, { enforceSSL: true });
  (topic.node.defaultChild as CfnTopic).kmsMasterKeyId = 'alias/aws/sns';
  return topic;
}
