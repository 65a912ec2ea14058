import { GetAccessKeyLastUsedCommand, type IAMClient, paginateListAccessKeys } from '@aws-sdk/client-iam';
import { GetAccessKeyInfoCommand, type STSClient } from '@aws-sdk/client-sts';
import { orNull } from '../errors.ts';

/** The account of any access key, a session's included; null where AWS knows no such key or does not say. */
export async function readKeyAccount(sts: STSClient, AccessKeyId: string): Promise<string | null> {
  try {
    return (await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }))).Account ?? null;
  } catch (error) {
    // fails toward: asking IAM, which answers for this account's keys only
    const name = error instanceof Error ? error.name : '';
    if (/AccessDenied|Validation/.test(name)) return null;
    throw error;
  }
}

/** Name of the user that holds the key, used or not; null where this account has no such key. */
export async function readKeyHolder(iam: IAMClient, AccessKeyId: string): Promise<string | null> {
  return (await orNull(iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))))?.UserName ?? null;
}

/** Ids of a user's access keys, switched off or not; empty where there is no such user. */
export async function listKeys(client: IAMClient, UserName: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of paginateListAccessKeys({ client }, { UserName })) {
    ids.push(...(page.AccessKeyMetadata ?? []).flatMap((key) => key.AccessKeyId ?? []));
  }
  return ids;
}
