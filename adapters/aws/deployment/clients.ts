import { AccountClient } from '@aws-sdk/client-account';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { globalRegionOf } from '../../../contract/regions.ts';

/** What a deployment is looked at with; one thing is written beside it, a bucket's notifications. `AWS_ENDPOINT_URL` is honoured by the SDK. */
export interface DeploymentClients {
  readonly region: string;
  readonly sts: STSClient;
  readonly account: AccountClient;
  readonly organizations: OrganizationsClient;
  readonly iam: IAMClient;
  readonly cloudformation: CloudFormationClient;
  readonly cloudtrail: CloudTrailClient;
  readonly events: EventBridgeClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly cloudwatch: CloudWatchClient;
  readonly s3: S3Client;
  readonly lambda: LambdaClient;
}

export interface Asked {
  readonly region: string;
  readonly profile?: string;
}

export function deploymentClients({ region, profile }: Asked): DeploymentClients {
  const own = { region, ...(profile !== undefined && { profile }) };
  // A Region that is switched off accepts nobody's credentials, so who asks is found out where everybody is known.
  const home = { ...own, region: globalRegionOf(region) };
  return {
    region,
    sts: new STSClient(home),
    account: new AccountClient(home),
    organizations: new OrganizationsClient(home),
    iam: new IAMClient(home),
    cloudformation: new CloudFormationClient(own),
    cloudtrail: new CloudTrailClient(own),
    events: new EventBridgeClient(own),
    sns: new SNSClient(own),
    // A queue's URL names its host, which would pass by an endpoint that was set.
    sqs: new SQSClient({ ...own, useQueueUrlAsEndpoint: false }),
    cloudwatch: new CloudWatchClient(own),
    // A local endpoint has no name for each bucket.
    s3: new S3Client({ ...own, forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined }),
    lambda: new LambdaClient(own),
  };
}

/** The Region of the AWS configuration; null where none is set. */
export async function configuredRegion(profile?: string): Promise<string | null> {
  try {
    return await new STSClient(profile === undefined ? {} : { profile }).config.region();
  } catch {
    // fails toward: asking the user for one
    return null;
  }
}
