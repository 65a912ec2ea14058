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
  /** Whether each Region that the account knows is switched on in it; null where the account may not be asked. */
  readonly regions: ReadonlyMap<string, boolean> | null;
  /** Those of them that somebody switched on, so that they may be off in other accounts. */
  readonly optedIn: readonly string[];
  /** Version of the CDK's bootstrap stack; null where there is none. The error says why it is not known. */
  readonly bootstrap: Result<number | null, string>;
}

/** Throws the SDK's error where the caller's credentials do not say who they are. */
export async function readPlace(clients: DeploymentClients): Promise<Place> {
  const { Account = '', Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const read = await attempt(readRegions(clients.account));
  // fails toward: going on, since a Region that is off refuses by itself
  const states = read.ok ? read.value : null;
  const regions = states === null ? null : new Map([...states].map(([name, state]) => [name, state.startsWith(on)]));
  return {
    accountId: Account,
    arn: Arn,
    region: clients.region,
    regions,
    optedIn: [...(states ?? [])].filter(([, state]) => state === on).map(([name]) => name),
    bootstrap: regions === null || regions.get(clients.region) === true ? await readBootstrap(clients) : ok(null),
  };
}

/** What AWS says of a Region that was switched on; of one that always is, it says more. */
const on = 'ENABLED';

async function readRegions(client: AccountClient): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { Regions = [] } of paginateListRegions({ client, pageSize: 50 }, {})) {
    for (const { RegionName = '', RegionOptStatus = '' } of Regions) {
      found.set(RegionName, RegionOptStatus);
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
