import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GetBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/**
 * Keys of somebody's own that a bucket's log files are encrypted with, as AWS names each (an ARN, an id or an alias): those of
 * the trails that write there, of this account or its organisation, else the bucket's. AWS's own key lets in whoever may read
 * the bucket. The error is AWS's word on why they cannot be told.
 */
export async function readTrailKeys(
  Bucket: string,
  ExpectedBucketOwner: string,
  { s3, cloudtrail }: Pick<DeploymentClients, 's3' | 'cloudtrail'>,
): Promise<Result<readonly string[], string>> {
  const encryption = await attempt(s3.send(new GetBucketEncryptionCommand({ Bucket, ExpectedBucketOwner })));
  if (!encryption.ok) return encryption;
  const described = await attempt(cloudtrail.send(new DescribeTrailsCommand({ includeShadowTrails: true })));
  if (!described.ok) return described;
  const { Rules = [] } = encryption.value?.ServerSideEncryptionConfiguration ?? {};
  const { SSEAlgorithm = '', KMSMasterKeyID } = Rules[0]?.ApplyServerSideEncryptionByDefault ?? {};
  const own = SSEAlgorithm.startsWith('aws:kms') ? KMSMasterKeyID : undefined;
  const trails = (described.value?.trailList ?? []).filter(({ S3BucketName }) => S3BucketName === Bucket);
  const keys = trails.length === 0 ? [own] : trails.map(({ KmsKeyId }) => KmsKeyId ?? own);
  return ok([...new Set(keys)].filter((key) => key !== undefined && !/(^|:)alias\/aws\//.test(key)) as string[]);
}
