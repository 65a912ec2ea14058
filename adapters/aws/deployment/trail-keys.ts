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

/** The prefixes under which trails write to the bucket, as far as they show here; empty ones stand for none. */
export async function trailsWritingTo(
  bucket: string,
  { cloudtrail }: Pick<DeploymentClients, 'cloudtrail'>,
): Promise<Result<readonly string[], string>> {
  const described = await attempt(cloudtrail.send(new DescribeTrailsCommand({ includeShadowTrails: true })));
  if (!described.ok) return described;
  const trails = (described.value?.trailList ?? []).filter(({ S3BucketName }) => S3BucketName === bucket);
  return ok(trails.map(({ S3KeyPrefix = '' }) => S3KeyPrefix));
}

export interface OrganizationTrail {
  readonly name: string;
  readonly bucket: string;
  /** `audit/logs`, or empty. */
  readonly prefix: string;
  /** ARN of the key of somebody's own that its files are encrypted with; null where there is none. */
  readonly key: string | null;
}

/** A trail of all Regions and of the whole organisation, as its members see it too; null where there is none. */
export async function readOrganizationTrail({
  cloudtrail,
}: Pick<DeploymentClients, 'cloudtrail'>): Promise<Result<OrganizationTrail | null, string>> {
  const described = await attempt(cloudtrail.send(new DescribeTrailsCommand({ includeShadowTrails: true })));
  if (!described.ok) return described;
  const trail = (described.value?.trailList ?? []).find(
    ({ IsOrganizationTrail, IsMultiRegionTrail }) => IsOrganizationTrail === true && IsMultiRegionTrail === true,
  );
  if (trail === undefined) return ok(null);
  const { Name: name = '', S3BucketName: bucket = '', S3KeyPrefix: prefix = '', KmsKeyId: key } = trail;
  return ok({ name, bucket, prefix, key: key?.includes(':key/') === true ? key : null });
}
