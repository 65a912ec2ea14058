import type { Place } from '../../../adapters/aws/deployment/place.ts';
import type { Result } from '../../../core/model/result.ts';
import type { DeploymentWish, Refusal } from '../deployment-plan.ts';

type Here = Pick<Place, 'accountId' | 'arn' | 'region'>;

/** Why a key was named that nothing is to be read with; null where it may be. */
export function refusedTrailKey({ trailKey = null, trailBucket }: DeploymentWish, region: string): Refusal | null {
  if (trailKey === null) return null;
  if (trailBucket === null || trailBucket === 'new') {
    return {
      what: `--trail-key is the key of an existing bucket, but ${trailBucket === null ? 'none is named' : 'a new bucket has none'}.`,
      remedy: 'Leave it out, or name the bucket: --trail-bucket NAME.',
    };
  }
  const of = trailKey.split(':')[3];
  if (of === region) return null;
  return {
    what: `The key ${trailKey} is of ${of}, and files in a bucket of ${region} are encrypted with one of ${region}.`,
    remedy: 'Name that one, or deploy where the bucket is: --region NAME.',
  };
}

/** Why the bucket's files would stay shut, and end among what is set aside; null where they can be read. */
export function refusedShutBucket(
  name: string,
  keys: Result<readonly string[], string>,
  trailKey: string | null,
  here: Here,
): Refusal | null {
  if (!keys.ok) {
    if (trailKey !== null) return null;
    return {
      what: `Whether files in the bucket ${name} are encrypted with a key of your own is not known: ${keys.error}.`,
      remedy:
        'Use credentials that may call s3:GetEncryptionConfiguration and cloudtrail:DescribeTrails, or name the key: --trail-key ARN.',
    };
  }
  const shut = keys.value.map((key) => arnOf(key, here)).filter((key) => key !== trailKey);
  const [one] = shut;
  // An alias may be the name of the key that was given.
  if (one === undefined || (trailKey !== null && (shut.length < keys.value.length || isAlias(one)))) return null;
  return {
    what: `Files in the bucket ${name} are encrypted with the key ${one}${trailKey === null ? '' : `, not ${trailKey}`}, and nobody can read them without permission to decrypt with it.`,
    remedy: isAlias(one)
      ? `Name the key by its ARN, --trail-key ARN; it is shown by: aws kms describe-key --key-id ${one} --query KeyMetadata.Arn`
      : `To let the functions that read them decrypt with it: --trail-key ${one}`,
  };
}

/** What is left to that key's own policy. */
export function keySentence(trailKey: string, { accountId }: Pick<Here, 'accountId'>): string {
  const owner = trailKey.split(':')[4];
  const whose =
    owner === accountId
      ? 'has to leave it to IAM, as it does unless somebody changed it'
      : `is account ${owner}'s, and has to let account ${accountId} in`;
  return `The functions that read its files may decrypt with ${trailKey}; that key's own policy ${whose}.`;
}

function isAlias(key: string): boolean {
  return /(^|:)alias\//.test(key);
}

/** S3 takes a key by its id alone, too. */
function arnOf(key: string, { arn, region, accountId }: Here): string {
  if (key.startsWith('arn:') || isAlias(key)) return key;
  return `arn:${arn.split(':')[1]}:kms:${region}:${accountId}:key/${key}`;
}
