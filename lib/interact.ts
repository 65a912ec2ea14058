import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { envNames } from '../contract/env.ts';
import { answersKeyPattern, decisionKeyPatterns } from '../contract/tables.ts';
import { alarm, counted } from './alarm.ts';
import type { Foundation } from './foundation.ts';
import { keyed } from './keyed.ts';
import { Worker } from './worker.ts';

export interface InteractProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  /** Name of the secret with the bot's token and the app's signing secret. */
  readonly slackSecret: string;
  /** Of the function that responds: what people settle is carried out there. */
  readonly wishes: Queue;
}

/** The buttons of Slack's messages: a URL that lets in what Slack signed, and a queue of what it let in. */
export class Interact extends Construct {
  readonly worker: Worker<'interact'>;

  constructor(scope: Construct, id: string, { foundation, bundles, slackSecret, wishes }: InteractProps) {
    super(scope, id);
    const { memory, deeds, settings, alarms } = foundation;
    const { partition, region, account } = Stack.of(this);
    const worker = new Worker(this, 'Worker', {
      name: 'interact',
      description: 'Takes the answers that people give in Slack',
      env: {
        table: memory.tableName,
        deeds: deeds.tableName,
        settings: settings.bucketName,
        slack: slackSecret,
        // The queue comes into being with the function that reads it: its URL is put in below.
        clicks: 'later',
        wishes: wishes.queueUrl,
      },
      bundles,
      alarms,
      timeout: Duration.seconds(30),
      batchSize: 10,
      tooOld: Duration.minutes(10),
    });
    this.worker = worker;
    worker.function.addEnvironment(envNames.interact.clicks, worker.queue.queueUrl);
    worker.allow(['sqs:SendMessage'], worker.queue.queueArn, wishes.queueArn);
    worker.role.addToPolicy(keyed(['dynamodb:GetItem'], memory.tableArn, decisionKeyPatterns));
    worker.allow(['dynamodb:GetItem'], deeds.tableArn);
    worker.role.addToPolicy(keyed(['dynamodb:PutItem'], deeds.tableArn, [answersKeyPattern]));
    worker.allow(
      ['secretsmanager:GetSecretValue'],
      `arn:${partition}:secretsmanager:${region}:${account}:secret:${slackSecret}-??????`,
    );
    foundation.letReadSettings(worker);
    // Slack has no AWS identity: its signature on each request is checked by the function.
    const url = worker.function.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    new CfnOutput(this, 'Url', { value: url.url, description: 'Request URL of the Slack app, under Interactivity' });
    alarm(this, 'RejectedAlarm', alarms, {
      section: 'rejected',
      metric: counted('interact', 'Rejected', Duration.minutes(5)),
      threshold: 20,
    });
  }
}
