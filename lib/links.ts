import { CfnOutput, Duration } from 'aws-cdk-lib';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { answersKeyPattern, decisionKeyPatterns } from '../contract/tables.ts';
import { accepted } from './accepted.ts';
import { alarm, counted } from './alarm.ts';
import type { Foundation } from './foundation.ts';
import { keyed } from './keyed.ts';
import { OwnFunction } from './own-function.ts';

export interface LinksProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  /** Of the function that responds. */
  readonly wishes: Queue;
}

/** Where the links in letters lead: a page that asks once more, and takes the answer. */
export class Links extends Construct {
  /** What links are signed with: nobody but two functions ever reads it. */
  readonly key: Secret;
  readonly url: string;
  readonly function: OwnFunction<'links'>;

  constructor(scope: Construct, id: string, { foundation, bundles, wishes }: LinksProps) {
    super(scope, id);
    const { memory, deeds, settings, alarms } = foundation;
    this.key = new Secret(this, 'Key', {
      description: 'Signs the links that Rescind sends by mail. A new value invalidates all links sent before.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    accepted(
      this.key,
      'SMG4',
      'Links last three days. To rotate the key ends them all, which is for a person to want.',
    );
    const own = new OwnFunction(this, 'Page', {
      name: 'links',
      description: 'Takes the answers that people give by a link in a mail, after asking once more',
      env: {
        table: memory.tableName,
        deeds: deeds.tableName,
        settings: settings.bucketName,
        linkKey: this.key.secretArn,
        wishes: wishes.queueUrl,
      },
      bundles,
      alarms,
      timeout: Duration.seconds(20),
    });
    this.function = own;
    own.role.addToPolicy(keyed(['dynamodb:GetItem'], memory.tableArn, decisionKeyPatterns));
    own.allow(['dynamodb:GetItem'], deeds.tableArn);
    own.role.addToPolicy(keyed(['dynamodb:PutItem'], deeds.tableArn, [answersKeyPattern]));
    own.allow(['sqs:SendMessage'], wishes.queueArn);
    own.allow(['secretsmanager:GetSecretValue'], this.key.secretArn);
    foundation.letReadSettings(own);
    // Whoever reads mail has no AWS identity: the signature in the link is checked by the function.
    this.url = own.function.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
    new CfnOutput(this, 'Url', { value: this.url, description: 'All links in mails of Rescind begin with it' });
    alarm(this, 'RejectedAlarm', alarms, {
      section: 'rejected',
      metric: counted('links', 'Rejected', Duration.minutes(5)),
      threshold: 20,
    });
  }
}
