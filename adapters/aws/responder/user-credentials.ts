import { GetLoginProfileCommand, type IAMClient, ListServiceSpecificCredentialsCommand } from '@aws-sdk/client-iam';
import { orNull } from '../errors.ts';

/** Name of the user that holds the service-specific credential; null where this account has no such credential. */
export async function readServiceCredentialHolder(iam: IAMClient, id: string): Promise<string | null> {
  let Marker: string | undefined;
  do {
    const page = await iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, Marker }));
    const found = page.ServiceSpecificCredentials?.find((one) => one.ServiceSpecificCredentialId === id);
    if (found?.UserName !== undefined) return found.UserName;
    Marker = page.IsTruncated ? page.Marker : undefined;
  } while (Marker !== undefined);
  return null;
}

/** Whether the user can sign in to the console with a password. */
export async function hasPassword(iam: IAMClient, UserName: string): Promise<boolean> {
  const answer = await orNull<object>(iam.send(new GetLoginProfileCommand({ UserName })));
  return answer !== null;
}
