import { GetAccessKeyLastUsedCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { Instant } from '../../../core/model/instant.ts';
import { instantOf } from '../inventory/instant-of.ts';

/** When an access key was last used, as IAM knows at this moment; null where it was not. */
export async function keyLastUsed(iam: IAMClient, AccessKeyId: string): Promise<Instant | null> {
  const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
  return instantOf(AccessKeyLastUsed?.LastUsedDate);
}
