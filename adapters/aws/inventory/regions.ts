import { type AccountClient, paginateListRegions } from '@aws-sdk/client-account';

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
