import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Puts messages into one queue; throws unless it took them. */
export type Send = (message: unknown) => Promise<void>;

/** Region and credentials as the SDK finds them; `AWS_ENDPOINT_URL` is honoured. */
export function queueSender(url: string): Send {
  // A queue's URL names its host, which would pass by an endpoint that was set.
  const client = new SQSClient({ useQueueUrlAsEndpoint: false });
  return async (message) => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(message) }));
  };
}
