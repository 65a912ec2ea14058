import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { TokenRevocation } from '../../core/plan/measures/measure.ts';
import { entry, put } from './entries.ts';

/** Lets the owner's own handler hear that a token is to be revoked. Throws unless the bus took it. */
export async function requestRevocation(
  { request: id, target }: TokenRevocation,
  bus: string,
  client: EventBridgeClient,
): Promise<void> {
  const { accountId, name: credential } = target;
  await put([entry('RevocationRequested', { version: 1, id, accountId, credential }, bus)], client);
}
