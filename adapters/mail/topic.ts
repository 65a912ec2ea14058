import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Letter } from './text.ts';

/** Sends to whoever subscribes to a topic; `person` is what their subscriptions filter by. Throws unless it was taken. */
export type Publish = (topic: string, letter: Letter, person?: string) => Promise<void>;

/** By SNS, which takes 256 KB and refuses more. */
export function topicPublisher(): Publish {
  const client = new SNSClient({});
  return async (TopicArn, { subject: Subject, text }, person) => {
    const attributes = person === undefined ? {} : { person: { DataType: 'String', StringValue: person } };
    const Message = text.slice(0, mostCharacters);
    await client.send(new PublishCommand({ TopicArn, Subject, Message, MessageAttributes: attributes }));
  };
}

const mostCharacters = 60_000;
