import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { s3Client } from '../../adapters/s3/client.ts';
import { slackSecret } from '../../adapters/secrets/slack-secret.ts';
import { readEnv } from '../../contract/env.ts';
import { detailOf, isBell } from '../../contract/events.ts';
import { settledSentence } from '../../core/plan/approval.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { decisionOfRestored, restoredSentence } from '../ended.ts';
import { eachMessage } from '../messages.ts';
import { Reason } from '../reason.ts';
import { log, measure, measureSeconds, nameOf, onLambda, secondsSince } from '../runtime.ts';
import { policyIn } from '../settings.ts';
import { type Delivered, type Delivery, deliver, deliverHeld, ring, settle } from './deliver.ts';

let opened: ReturnType<typeof open> | null = null;
/** Slack asked not to be called before then. */
let quietUntil = 0;

/** Each message is one notice, or how what was told of ended. While Slack wants to be left alone, the queue keeps them. */
export const handler = onLambda(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  opened ??= open();
  const here = opened;
  const { policy } = await here.settings();
  const counts: Record<string, number> = {};
  const answer = await eachMessage(event, 'not delivered', async (message) => {
    try {
      const delivered = await tell(message, policy, here);
      counts[delivered.kind] = (counts[delivered.kind] ?? 0) + 1;
      const why = whyAgain(delivered);
      if (why !== null) throw new Reason(why);
      const seconds = secondsSince(message, Date.now());
      if (delivered.kind === 'posted' && seconds !== null && !isBell(message))
        measureSeconds('notify', { NoticeDeliveredSeconds: seconds });
    } catch (error) {
      if (!isBell(message)) throw error;
      // fails toward: what waits for the bell waits on; it rings again anyway
      log('error', 'the bell came to nothing', { error: nameOf(error) });
    }
  });
  const { refused = 0 } = counts;
  const failed = event.Records.length - Object.values(counts).reduce((sum, times) => sum + times, 0);
  log('info', 'notified', { counts: { ...counts, failed } });
  measure('notify', { Undelivered: refused + failed });
  return answer;
});

/** One message to Slack, unless Slack wants to be left alone. */
async function tell(message: unknown, policy: Policy, { notes, secret }: ReturnType<typeof open>): Promise<Delivered> {
  const send = sendingOf(message);
  if (send === null) throw new Reason('nothing to tell');
  const quietFor = quietUntil - Date.now();
  if (quietFor > 0) return { kind: 'later', after: quietFor };
  const delivered = await send({ notes, policy, slack: await secret(), now: Date.now });
  if (delivered.kind === 'later') quietUntil = Date.now() + delivered.after;
  return delivered;
}

/** Null where it need not come again. `refused` has Slack's own word, like `channel_not_found`. */
function whyAgain(delivered: Delivered): string | null {
  switch (delivered.kind) {
    case 'posted':
    case 'known':
    case 'waits':
      return null;
    case 'later':
      return 'Slack asks to wait before the next message';
    case 'refused':
      return `Slack refused: ${delivered.error}`;
  }
}

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
