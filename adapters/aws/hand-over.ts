import { GetAccessKeyLastUsedCommand, type IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import type { AccessKeyId } from '../../core/model/brand.ts';
import type { KeySeen } from '../../core/outcome/hand-over.ts';
import { orNull } from './errors.ts';

/** The keys of a user, with IAM's last use of each; none where the user is gone. */
export async function readKeysOf(iam: IAMClient, UserName: string): Promise<readonly Omit<KeySeen, 'habits'>[]> {
  const { AccessKeyMetadata = [] } = (await orNull(iam.send(new ListAccessKeysCommand({ UserName })))) ?? {};
  return Promise.all(
    AccessKeyMetadata.map(async ({ AccessKeyId = '', Status, CreateDate }) => {
      const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
      const { LastUsedDate, ServiceName = '' } = AccessKeyLastUsed ?? {};
      return {
        id: AccessKeyId as AccessKeyId,
        active: Status === 'Active',
        createdAt: CreateDate?.getTime() ?? 0,
        lastUse: LastUsedDate === undefined ? null : { at: LastUsedDate.getTime(), service: ServiceName },
      };
    }),
  );
}
