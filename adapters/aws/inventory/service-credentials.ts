import { type IAMClient, ListServiceSpecificCredentialsCommand } from '@aws-sdk/client-iam';
import type { ListedCredential } from '../../../core/intake/account/account-inventory.ts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';
import { instantOf } from './instant-of.ts';

/** Bedrock, CodeCommit, Keyspaces and CloudWatch Logs credentials of all users, at one go. IAM keeps no last use of them. */
export async function serviceCredentials(
  iam: IAMClient,
  accountId: AccountId,
  arnOfUser: (name: string) => Arn,
  now: number,
): Promise<readonly ListedCredential[]> {
  const found: ListedCredential[] = [];
  let Marker: string | undefined;
  do {
    const page = await iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, Marker }));
    for (const one of page.ServiceSpecificCredentials ?? []) {
      const principal = arnOfUser(one.UserName ?? '');
      const expiresAt = instantOf(one.ExpirationDate);
      found.push({
        credential: {
          kind: 'service-specific',
          id: `${principal}/${one.ServiceSpecificCredentialId}` as Arn,
          accountId,
          principal,
        },
        // AWS ends it by itself: past its end it opens nothing any more.
        active: one.Status === 'Active' && (expiresAt === null || expiresAt > now),
        createdAt: instantOf(one.CreateDate),
        lastUse: null,
        witness: 'list',
        expiresAt,
        byService: false,
        tags: [],
      });
    }
    Marker = page.IsTruncated ? page.Marker : undefined;
  } while (Marker !== undefined);
  return found;
}
