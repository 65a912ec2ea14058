import { EventBridgeClient } from '@aws-sdk/client-eventbridge';

export interface Bus {
  readonly entries: { readonly Source: string; readonly DetailType: string; readonly Detail: string }[];
  fails: boolean;
}

/** An EventBridge that notes what it is sent, at the seam where the SDK would open a connection. */
export function capturedBus(bus: Bus): EventBridgeClient {
  const requestHandler = {
    async handle({ body }: { body?: unknown }) {
      const { Entries } = JSON.parse(String(body)) as { Entries: Bus['entries'] };
      if (!bus.fails) bus.entries.push(...Entries);
      const text = JSON.stringify({ FailedEntryCount: bus.fails ? Entries.length : 0, Entries: [] });
      return { response: { statusCode: 200, headers: {}, body: new TextEncoder().encode(text) } };
    },
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new EventBridgeClient({ region: 'eu-west-1', credentials, requestHandler });
}
