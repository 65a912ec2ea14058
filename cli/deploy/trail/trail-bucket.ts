import type { TrailBucketFacts } from '../../../adapters/aws/deployment/trail-bucket.ts';
import type { Result } from '../../../core/model/result.ts';
import { count } from '../../terminal/words.ts';
import type { Refusal } from '../deployment-plan.ts';

/** Why the bucket cannot be the second lane; null where it can. */
export function refusedBucket(
  name: string,
  read: Result<TrailBucketFacts | null, string>,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): Refusal | null {
  if (!read.ok) {
    return {
      what: `How the bucket ${name} notifies of new files is not known: ${read.error}.`,
      remedy: `It must be a bucket of account ${accountId}: deploy in the account that holds it. If it is, use credentials that may call s3:GetBucketLocation and s3:GetBucketNotification.`,
    };
  }
  if (read.value === null) {
    return {
      what: `There is no bucket ${name} in account ${accountId}.`,
      remedy:
        'aws cloudtrail describe-trails shows where trails write; --trail-bucket new creates a trail with its bucket.',
    };
  }
  if (read.value.region === region) return null;
  return {
    what: `The bucket ${name} is in ${read.value.region}, and only rules in that Region receive its notifications.`,
    remedy: `Deploy there: --region ${read.value.region}.`,
  };
}

/** The service that writes an organisation's trail. */
export const trailService = 'cloudtrail.amazonaws.com';

/** Why no trail of the organisation can be made; null where it can. What would be told minutes later, by a stack that is taken back. */
export function refusedTrail(organizationId: string, trusted: Result<boolean, string>): Refusal | null {
  if (!trusted.ok) {
    return {
      what: `It is not known whether ${organizationId} lets CloudTrail create a trail of all its accounts: ${trusted.error}.`,
      remedy:
        'Use credentials that may call organizations:ListAWSServiceAccessForOrganization, or name the bucket of an existing trail: --trail-bucket NAME.',
    };
  }
  if (trusted.value) return null;
  return {
    what: `CloudTrail may not create a trail of all accounts of ${organizationId}: trusted access is off.`,
    remedy: `In the management account run: aws organizations enable-aws-service-access --service-principal ${trailService}`,
  };
}

/** What is done about its notifications. */
export function bucketSentence(name: string, { tellsEventBridge, others }: TrailBucketFacts): string {
  const stay =
    others === 0
      ? ''
      : `, and its ${count(others, 'other notification')} ${others === 1 ? 'stays' : 'stay'} as ${others === 1 ? 'it is' : 'they are'}`;
  return tellsEventBridge
    ? `The bucket ${name} already notifies EventBridge of each file${stay}.`
    : `The bucket ${name} is set to notify EventBridge of each file${stay}.`;
}
