import { type AccountClient, GetAlternateContactCommand } from '@aws-sdk/client-account';

/** Address of the account's security contact, else of its operations; null where it has neither. */
export async function alternateContact(account: AccountClient): Promise<string | null> {
  for (const AlternateContactType of ['SECURITY', 'OPERATIONS'] as const) {
    const address = await addressOf(account, AlternateContactType);
    if (address !== null) return address;
  }
  return null;
}

async function addressOf(account: AccountClient, AlternateContactType: 'SECURITY' | 'OPERATIONS') {
  try {
    const { AlternateContact } = await account.send(new GetAlternateContactCommand({ AlternateContactType }));
    return AlternateContact?.EmailAddress ?? null;
  } catch (error) {
    // fails toward: the caller, except where there simply is none
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return null;
    throw error;
  }
}
