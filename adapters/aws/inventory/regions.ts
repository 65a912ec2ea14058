import { type AccountClient, paginateListRegions } from '@aws-sdk/client-account';

/** Regions that every account has switched on from birth: what is asked where the account's own list may not be read. */
export const bornEnabled = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

export interface AccountRegions {
  readonly on: readonly string[];
  readonly off: readonly string[];
}

export async function accountRegions(client: AccountClient): Promise<AccountRegions> {
  const on: string[] = [];
  const off: string[] = [];
  for await (const page of paginateListRegions({ client }, {})) {
    for (const { RegionName, RegionOptStatus } of page.Regions ?? []) {
      if (RegionName !== undefined) (answers.has(RegionOptStatus ?? '') ? on : off).push(RegionName);
    }
  }
  return { on: on.toSorted(), off: off.toSorted() };
}

/** A Region that is being switched on or off may still answer. */
const answers = new Set(['ENABLED', 'ENABLED_BY_DEFAULT', 'ENABLING', 'DISABLING']);
