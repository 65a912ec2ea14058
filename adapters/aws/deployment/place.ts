import { type AccountClient, paginateListRegions } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';
import { describeStack } from './stack.ts';

/** Where a deployment would be. */
export interface Place {
  readonly accountId: string;
  readonly arn: string;
  readonly region: string;
  /** `off`: not opted in. `unknown`: the account may not be asked, or does not know the Region. */
  readonly regionStatus: 'on' | 'off' | 'unknown';
  /** Version of the CDK's bootstrap stack; null where there is none. The error says why it is not known. */
  readonly bootstrap: Result<number | null, string>;
}

/** Throws the SDK's error where the caller's credentials do not say who they are. */
export async function readPlace(clients: DeploymentClients): Promise<Place> {
  const { Account = '', Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const regionStatus = await readRegion(clients);
  return {
    accountId: Account,
    arn: Arn,
    region: clients.region,
    regionStatus,
    bootstrap: regionStatus === 'off' ? ok(null) : await readBootstrap(clients),
  };
}

async function readRegion({ account, region }: DeploymentClients): Promise<Place['regionStatus']> {
  const read = await attempt(optStatus(region, account));
  // fails toward: going on, since a Region that is off refuses by itself
  if (!read.ok || read.value === null) return 'unknown';
  return /^(ENABLED|ENABLED_BY_DEFAULT)$/.test(read.value) ? 'on' : 'off';
}

/** Null where the account does not know the Region. */
async function optStatus(region: string, client: AccountClient): Promise<string | null> {
  for await (const { Regions = [] } of paginateListRegions({ client, pageSize: 50 }, {})) {
    const found = Regions.find(({ RegionName }) => RegionName === region);
    if (found !== undefined) return found.RegionOptStatus ?? '';
  }
  return null;
}

async function readBootstrap({ cloudformation }: DeploymentClients): Promise<Result<number | null, string>> {
  const stack = await describeStack('CDKToolkit', cloudformation);
  if (!stack.ok) return stack;
  const isThere = stack.value !== null && !/^(DELETE|ROLLBACK|REVIEW)/.test(stack.value.status);
  return ok(isThere ? Number(stack.value?.outputs.BootstrapVersion ?? 0) : null);
}
