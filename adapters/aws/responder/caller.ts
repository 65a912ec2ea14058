import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';

/** Whose credentials this program runs with. */
export interface Caller {
  readonly accountId: AccountId;
  /** A user's ARN, or an assumed role's with its session. */
  readonly arn: Arn;
  readonly accessKeyId: string;
}

export async function readCaller(sts: STSClient): Promise<Caller> {
  const { accessKeyId } = await sts.config.credentials();
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  return { accountId: Account as AccountId, arn: Arn as Arn, accessKeyId };
}

/** Whether containing this user or role would contain the caller. */
export function speaksFor({ arn }: Caller, principal: Arn): boolean {
  if (arn === principal) return true;
  const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role !== undefined && principal.includes(':role/') && principal.endsWith(`/${role}`);
}
