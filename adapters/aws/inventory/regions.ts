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

export async function enabledRegions(client: AccountClient): Promise<readonly string[]> {
  const found: string[] = [];
  const input = { RegionOptStatusContains: ['ENABLED' as const, 'ENABLED_BY_DEFAULT' as const, 'DISABLING' as const] };
  for await (const page of paginateListRegions({ client }, input)) {
    found.push(...(page.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []));
  }
  return found.toSorted();
}
