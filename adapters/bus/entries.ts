import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type EventDetail, type EventName, eventSource } from '../../contract/events.ts';

/** What EventBridge takes at once. */
const mostEntries = 10;

export function entry<Name extends EventName>(
  name: Name,
  detail: EventDetail<Name>,
  bus: string,
): PutEventsRequestEntry {
  return { EventBusName: bus, Source: eventSource, DetailType: name, Detail: JSON.stringify(detail) };
}

/** Throws unless the bus took all of them. */
export async function put(entries: readonly PutEventsRequestEntry[], client: EventBridgeClient): Promise<void> {
  for (let from = 0; from < entries.length; from += mostEntries) {
    const Entries = entries.slice(from, from + mostEntries);
    const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount > 0) throw new Error(`EventBridge refused ${FailedEntryCount} of ${Entries.length} events`);
  }
}
