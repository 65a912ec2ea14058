import {
  DeleteStackCommand,
  DeleteStackInstancesCommand,
  DescribeStackSetOperationCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { fail, ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';
import type { InstanceFacts } from './organization.ts';

type Clients = Pick<DeploymentClients, 'cloudformation'>;

/** Deletes a stack that failed to be deleted, lets go of what cannot be, and waits. The error is AWS's word. */
export async function deleteAllBut(
  retained: readonly string[],
  name: string,
  { cloudformation: client }: Clients,
): Promise<Result<null, string>> {
  const asked = { StackName: name, ...(retained.length > 0 && { RetainResources: [...retained] }) };
  const asks = await attempt(client.send(new DeleteStackCommand(asked)));
  if (!asks.ok) return asks;
  const waits = waitUntilStackDeleteComplete({ client, maxWaitTime: 1_800, minDelay: 2 }, { StackName: name });
  const gone = await attempt(waits);
  return gone.ok ? ok(null) : gone;
}

/** Takes one account's stack out of a stack set and leaves the stack where it stands. The error is AWS's word. */
export async function releaseInstance(
  stackSet: string,
  { accountId, region, unit, callAs }: InstanceFacts,
  { cloudformation }: Clients,
): Promise<Result<null, string>> {
  const asked = new DeleteStackInstancesCommand({
    StackSetName: stackSet,
    DeploymentTargets: { Accounts: [accountId], AccountFilterType: 'INTERSECTION', OrganizationalUnitIds: [unit] },
    Regions: [region],
    RetainStacks: true,
    CallAs: callAs,
  });
  const begun = await attempt(cloudformation.send(asked));
  if (!begun.ok) return begun;
  const operation = { StackSetName: stackSet, OperationId: begun.value?.OperationId, CallAs: callAs };
  for (let tries = 0; tries < mostTries; tries++) {
    const read = await attempt(cloudformation.send(new DescribeStackSetOperationCommand(operation)));
    if (!read.ok) return read;
    const { Status = 'RUNNING' } = read.value?.StackSetOperation ?? {};
    if (Status === 'SUCCEEDED') return ok(null);
    if (/^(FAILED|STOPPED)$/.test(Status)) return fail(`the operation is ${Status}`);
    await new Promise((over) => setTimeout(over, secondsBetween * 1_000));
  }
  return fail('the operation is still running');
}

const [mostTries, secondsBetween] = [150, 2];
