import { IdentitystoreClient, paginateListUsers } from '@aws-sdk/client-identitystore';
import { ListInstancesCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { bornEnabled } from '../../../contract/regions.ts';
import { tallied } from '../call-tally.ts';
import { patiently, type SdkOptions } from './reach.ts';

/**
 * Addresses of everybody whom Identity Center lets in, lower case; who was disabled there is not among them. It is asked
 * for in the caller's Region first, since it is in one alone. Throws where it would not tell, or is in none.
 */
export async function peopleOfIdentityCenter(sdk: SdkOptions = {}): Promise<ReadonlySet<string>> {
  const { region: own = 'us-east-1' } = sdk;
  for (const region of new Set([String(own), ...bornEnabled])) {
    const options = { ...patiently(sdk), region };
    const { Instances = [] } = await tallied(new SSOAdminClient(options)).send(new ListInstancesCommand({}));
    const stores = Instances.flatMap(({ IdentityStoreId }) => IdentityStoreId ?? []);
    if (stores.length === 0) continue;
    const found = await Promise.all(stores.map((id) => peopleIn(tallied(new IdentitystoreClient(options)), id)));
    return new Set(found.flat());
  }
  throw new Error('no Identity Center was found in the Regions that are on in every account');
}

async function peopleIn(client: IdentitystoreClient, IdentityStoreId: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { IdentityStoreId })) {
    for (const { UserName = '', Emails = [], UserStatus } of Users) {
      if (UserStatus === 'DISABLED') continue;
      found.push(...[UserName, ...Emails.map(({ Value = '' }) => Value)].filter((name) => name.includes('@')));
    }
  }
  return found.map((address) => address.toLowerCase());
}
