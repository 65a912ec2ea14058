import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Instant, second } from '../core/model/instant.ts';
import { Reason } from './reason.ts';
import { logGivenBack } from './runtime.ts';

/** Each message by itself: one whose work throws comes again alone. `undone` says so in the log, where the error itself may not. */
export async function eachMessage(
  { Records }: SQSEvent,
  undone: string,
  work: (message: unknown) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      await work(messageIn(body));
    } catch (error) {
      // fails toward: the message comes again, and at last is set aside for a person to see
      logGivenBack(messageId, undone, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** For how long the oldest of them has waited, in seconds; null where none says when it was sent. */
export function secondsWaited(records: SQSEvent['Records'], now: Instant): number | null {
  const sent = records.map(({ attributes }) => Number(attributes?.SentTimestamp)).filter(Number.isFinite);
  return sent.length === 0 ? null : Math.max(0, (now - Math.min(...sent)) / second);
}

/** What a queue holds was put there as JSON. A text that is none is nobody's message. */
export function messageIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new Reason('no JSON', { cause: error });
  }
}
