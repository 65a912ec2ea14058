/** The key of the context by which every policy of the stacks is written anew, be its text the same: a name for a statement. */
export const renewContext = 'renew';

/** As IAM takes it: letters and digits. Another at every moment. */
export function renewedAt(now: number): string {
  return `R${now.toString(36)}`;
}
