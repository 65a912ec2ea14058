import { EventBridgeClient } from '@aws-sdk/client-eventbridge';

/** Region and credentials as the SDK finds them; `AWS_ENDPOINT_URL` is honoured. */
export function busClient(): EventBridgeClient {
  return new EventBridgeClient({});
}
