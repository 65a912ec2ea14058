import { GetAccessKeyLastUsedCommand, GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { CredentialKind } from '../../../core/model/credential.ts';
import type { Instant } from '../../../core/model/instant.ts';
import { instantOf } from './instant-of.ts';

/** When the credential was last used, as IAM knows at this moment; null where it was not, or IAM keeps no such date. */
export async function lastUseNow(iam: IAMClient, kind: CredentialKind, id: string): Promise<Instant | null> {
  if (kind === 'access-key') {
    const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
    return instantOf(AccessKeyLastUsed?.LastUsedDate);
  }
  if (kind !== 'role') return null;
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: id.slice(id.lastIndexOf('/') + 1) }));
  return instantOf(Role?.RoleLastUsed?.LastUsedDate);
}
