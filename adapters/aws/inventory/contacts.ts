import { type AccountClient, GetAlternateContactCommand } from '@aws-sdk/client-account';
import { orNull } from '../errors.ts';

/** Address of the account's security contact, else of its operations; null where it has neither. */
export async function alternateContact(account: AccountClient): Promise<string | null> {
  for (const AlternateContactType of ['SECURITY', 'OPERATIONS'] as const) {
    const answer = await orNull(account.send(new GetAlternateContactCommand({ AlternateContactType })));
    const address = answer?.AlternateContact?.EmailAddress ?? null;
    if (address !== null) return address;
  }
  return null;
}
