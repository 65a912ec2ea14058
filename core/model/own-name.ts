/** What stands last in an ARN: a user's, role's, policy's or provider's own name, without its path. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
