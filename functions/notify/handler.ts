import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { s3Client } from '../../adapters/s3/client.ts';
import { slackSecret } from '../../adapters/secrets/slack-secret.ts';
import { readEnv } from '../../contract/env.ts';
import { detailOf, isBell } from '../../contract/events.ts';
import { settledSentence } from '../../core/plan/approval.ts';
import { decisionOfRestored, restoredSentence } from '../ended.ts';
import { log, measure, measureSeconds, nameOf, onLambda, secondsSince } from '../runtime.ts';
import { policyIn } from '../settings.ts';
import { type Delivered, type Delivery, deliver, deliverHeld, ring, settle } from './deliver.ts';

let opened: ReturnType<typeof open> | null = null;
/** Slack asked not to be called before then. */
let quietUntil = 0;

const done: ReadonlySet<string> = new Set(['posted', 'known', 'waits']);

/** Each message is one notice, or how what was told of ended. While Slack wants to be left alone, the queue keeps them. */
export const handler = onLambda(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  opened ??= open();
  const { notes, secret } = opened;
  const { policy } = await opened.settings();
  const counts: Record<string, number> = {};
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    let fate = 'later';
    let ringsAgain = false;
    try {
      const message: unknown = JSON.parse(body);
      ringsAgain = isBell(message);
      const send = sendingOf(message);
      if (send === null) throw new TypeError('nothing to tell');
      if (Date.now() >= quietUntil) {
        const delivered = await send({ notes, policy, slack: await secret(), now: Date.now });
        fate = delivered.kind;
        const seconds = secondsSince(message, Date.now());
        if (fate === 'posted' && seconds !== null && !ringsAgain)
          measureSeconds('notify', { NoticeDeliveredSeconds: seconds });
        if (delivered.kind === 'later') quietUntil = Date.now() + delivered.after;
        if (delivered.kind === 'refused') log('error', 'Slack refused', { error: delivered.error, messageId });
      }
    } catch (error) {
      fate = 'failed';
      log('error', 'not delivered', { error: nameOf(error), messageId });
    }
    counts[fate] = (counts[fate] ?? 0) + 1;
    // fails toward: the notice comes again, and at last is set aside for a person to see; the bell rings again anyway
    if (!done.has(fate) && !ringsAgain) batchItemFailures.push({ itemIdentifier: messageId });
  }
  log('info', 'notified', { counts });
  measure('notify', { Undelivered: (counts.refused ?? 0) + (counts.failed ?? 0) });
  return { batchItemFailures };
});

/** What a message has to say to Slack; null where it is nothing of ours. */
function sendingOf(message: unknown): ((delivery: Delivery) => Promise<Delivered>) | null {
  if (isBell(message)) return ring;
  const taken = detailOf('ActionTaken', message);
  if (taken !== null) return (delivery) => deliver(taken, delivery);
  const answered = detailOf('DecisionAnswered', message);
  if (answered !== null) return (delivery) => settle(answered.id, settledSentence(answered), delivery);
  const held = detailOf('CredentialHeld', message);
  if (held !== null) return (delivery) => deliverHeld(held, delivery);
  const restored = detailOf('ActionRestored', message);
  if (restored === null) return null;
  return (delivery) => settle(decisionOfRestored(restored), restoredSentence(restored), delivery);
}

function open() {
  const { table: name, settings, slack } = readEnv('notify', process.env);
  return {
    notes: dynamodbNoteStore({ client: dynamodbClient(), name }),
    secret: slackSecret(slack, Date.now),
    settings: policyIn(settings, s3Client(), Date.now),
  };
}
