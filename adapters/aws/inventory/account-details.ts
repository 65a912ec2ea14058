import { type IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import { type AccountDetails, readAccountDetails } from '../../../core/intake/account/account-details.ts';

/** Users, groups, roles and policies of the account, with their policy documents. */
export async function accountDetails(client: IAMClient): Promise<AccountDetails> {
  const pages: unknown[] = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client, pageSize: 1_000 }, {})) {
    pages.push(asWritten(page));
  }
  return readAccountDetails(pages);
}

/** The SDK makes `Date`s of times; the files that IAM's own tools write have them as text, and so does core. */
function asWritten(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
