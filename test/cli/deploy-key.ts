import { formatInstant, type Instant } from '../../core/model/instant.ts';

export const deployKey = 'AKIAIOSFODNN7EXAMPLE';
export const deployAccount = '111122223333';

/** CloudTrail's record of a call with that key: from EC2, unless `details` say otherwise. */
export function callOfDeploy(at: Instant, details: object = {}): object {
  return {
    eventVersion: '1.11',
    eventID: `e-${at}`,
    eventTime: formatInstant(at),
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    managementEvent: true,
    awsRegion: 'us-east-1',
    recipientAccountId: deployAccount,
    userAgent: 'aws-sdk-go/1.44',
    sourceIPAddress: '52.94.76.10',
    eventName: 'DescribeInstances',
    eventSource: 'ec2.amazonaws.com',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${deployAccount}:user/deploy`,
      accountId: deployAccount,
      userName: 'deploy',
      accessKeyId: deployKey,
    },
    ...details,
  };
}
