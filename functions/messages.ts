import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { log, nameOf } from './runtime.ts';

/** Each message by itself: one whose work throws comes again alone. `failed` says so in the log. */
export async function eachMessage(
  { Records }: SQSEvent,
  failed: string,
  work: (message: unknown) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      await work(JSON.parse(body));
    } catch (error) {
      // fails toward: the message comes again, and at last is set aside for a person to see
      log('error', failed, { error: nameOf(error), messageId });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
