import type { TrailBucketFacts } from '../../adapters/aws/deployment/trail-bucket.ts';
import type { Result } from '../../core/model/result.ts';
import { count } from '../terminal/words.ts';
import type { Refusal } from './deployment-plan.ts';

/** Why the bucket cannot be the second lane; null where it can. */
export function refusedBucket(
  name: string,
  read: Result<TrailBucketFacts | null, string>,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): Refusal | null {
  if (!read.ok) {
    return {
      what: `How the bucket ${name} tells of new files cannot be seen: ${read.error}.`,
      remedy: `It has to be a bucket of account ${accountId}: deploy in the account that holds it. If it is, use credentials that may call s3:GetBucketLocation and s3:GetBucketNotification.`,
    };
  }
  if (read.value === null) {
    return {
      what: `There is no bucket ${name} in account ${accountId}.`,
      remedy:
        'aws cloudtrail describe-trails shows where trails write; --trail-bucket new makes a trail with its bucket.',
    };
  }
  if (read.value.region === region) return null;
  return {
    what: `The bucket ${name} is in ${read.value.region}, and only rules of that Region hear of its files.`,
    remedy: `Deploy there: --region ${read.value.region}.`,
  };
}

/** What is done about its notifications. */
export function bucketSentence(name: string, { tellsEventBridge, others }: TrailBucketFacts): string {
  const stay =
    others === 0
      ? ''
      : `, and its ${count(others, 'other notification')} ${others === 1 ? 'stays' : 'stay'} as ${others === 1 ? 'it is' : 'they are'}`;
  return tellsEventBridge
    ? `The bucket ${name} tells EventBridge of each file already${stay}.`
    : `The bucket ${name} is told to let EventBridge know of each file${stay}.`;
}
