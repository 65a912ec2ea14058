import {
  DeauthorizeConnectionCommand,
  DescribeConnectionCommand,
  type EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import type { State } from '../../core/outcome/containment.ts';
import type { ConnectionEnd } from '../../core/plan/measures/connection-end.ts';
import { orNull } from './errors.ts';

/** `DEAUTHORIZED`, or `AUTHORIZED` for all that comes before it, since AWS takes a while; null where the connection is gone. */
export async function readConnection(events: EventBridgeClient, { target }: ConnectionEnd): Promise<State | null> {
  const found = await orNull(events.send(new DescribeConnectionCommand({ Name: target.name })));
  if (found?.ConnectionArn === undefined) return null;
  const value = found.ConnectionState === 'DEAUTHORIZED' ? 'DEAUTHORIZED' : 'AUTHORIZED';
  return { uniqueId: found.ConnectionArn, value };
}

export async function endConnection(events: EventBridgeClient, { target }: ConnectionEnd): Promise<void> {
  await events.send(new DeauthorizeConnectionCommand({ Name: target.name }));
}
