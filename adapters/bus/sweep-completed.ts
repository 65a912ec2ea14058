import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { EventDetail } from '../../contract/events.ts';
import { entry, put } from './entries.ts';

/** Throws unless the bus took it, so that the caller does it again. */
export async function tellSweepCompleted(
  detail: EventDetail<'SweepCompleted'>,
  bus: string,
  client: EventBridgeClient,
): Promise<void> {
  await put([entry('SweepCompleted', detail, bus)], client);
}
