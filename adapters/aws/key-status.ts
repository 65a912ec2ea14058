import { GetUserCommand, type IAMClient, ListAccessKeysCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import type { State } from '../../core/outcome/containment.ts';
import type { KeyRetirement, KeyStatus } from '../../core/plan/measures/measure.ts';
import { orNull } from './errors.ts';

/** The key's status, `Active` or `Inactive`; null where the user or the key is gone. */
export async function readKeyStatus(
  iam: IAMClient,
  { target, accessKeyId }: KeyStatus | KeyRetirement,
): Promise<State | null> {
  const user = await orNull(iam.send(new GetUserCommand({ UserName: target.name })));
  const keys = await orNull(iam.send(new ListAccessKeysCommand({ UserName: target.name })));
  const key = keys?.AccessKeyMetadata?.find(({ AccessKeyId }) => AccessKeyId === accessKeyId);
  if (user?.User?.UserId === undefined || key?.Status === undefined) return null;
  return { uniqueId: user.User.UserId, value: key.Status };
}

/** `UserName` is always said: without it, IAM takes the user who signs. */
export async function writeKeyStatus(
  iam: IAMClient,
  { target, accessKeyId }: KeyStatus | KeyRetirement,
  status: string | null,
): Promise<void> {
  const Status = status === 'Active' ? 'Active' : 'Inactive';
  await iam.send(new UpdateAccessKeyCommand({ UserName: target.name, AccessKeyId: accessKeyId, Status }));
}
