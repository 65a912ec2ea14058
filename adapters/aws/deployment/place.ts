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
  /** Each Region that there is: whether the account has opted in. Null where the account may not be asked. */
  readonly regions: ReadonlyMap<string, 'on' | 'off'> | null;
  /** Version of the CDK's bootstrap stack; null where there is none. The error says why it is not known. */
  readonly bootstrap: Result<number | null, string>;
}

/** Throws the SDK's error where the caller's credentials do not say who they are. */
export async function readPlace(clients: DeploymentClients): Promise<Place> {
  const { Account = '', Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const listed = await attempt(optStatuses(clients.account));
  // fails toward: going on, since a Region that is off refuses by itself
  const regions = listed.ok ? listed.value : null;
  const isThere = regions === null || regions.get(clients.region) === 'on';
  return {
    accountId: Account,
    arn: Arn,
    region: clients.region,
    regions,
    bootstrap: isThere ? await readBootstrap(clients) : ok(null),
  };
}

async function optStatuses(client: AccountClient): Promise<ReadonlyMap<string, 'on' | 'off'>> {
  const found = new Map<string, 'on' | 'off'>();
  for await (const { Regions = [] } of paginateListRegions({ client, pageSize: 50 }, {})) {
    for (const { RegionName = '', RegionOptStatus = '' } of Regions) {
      found.set(RegionName, /^(ENABLED|ENABLED_BY_DEFAULT)$/.test(RegionOptStatus) ? 'on' : 'off');
    }
  }
  return found;
}

async function readBootstrap({ cloudformation }: DeploymentClients): Promise<Result<number | null, string>> {
  const stack = await describeStack('CDKToolkit', cloudformation);
  if (!stack.ok) return stack;
  const isThere = stack.value !== null && !/^(DELETE|ROLLBACK|REVIEW)/.test(stack.value.status);
  return ok(isThere ? Number(stack.value?.outputs.BootstrapVersion ?? 0) : null);
}
