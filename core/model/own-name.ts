import type { AccountId, Arn } from './brand.ts';

/** What stands last in an ARN: a user's, role's, policy's or provider's own name, without its path. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The root user has no other name than its account. */
export function rootArn(accountId: AccountId, partition: string): Arn {
  return `arn:${partition}:iam::${accountId}:root` as Arn;
}
