import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { topicPublisher } from '../../adapters/mail/topic.ts';
import { s3Client } from '../../adapters/s3/client.ts';
import { linkKey } from '../../adapters/secrets/link-key.ts';
import { readEnv } from '../../contract/env.ts';
import { detailOf, isBell } from '../../contract/events.ts';
import { settledSentence } from '../../core/plan/approval.ts';
import { decisionOfRestored, restoredSentence } from '../ended.ts';
import { eachMessage } from '../messages.ts';
import { Reason } from '../reason.ts';
import { log, measure, measureSeconds, onLambda, secondsSince } from '../runtime.ts';
import { policyIn } from '../settings.ts';
import { deliver, deliverHeld, type Mailing, ring, settle } from './deliver.ts';

let opened: ReturnType<typeof open> | null = null;

/** Each message is one notice, how what was told of ended, or the bell. */
export const handler = onLambda(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  opened ??= open();
  const { policy } = await opened.settings();
  const mailing = { ...opened.mailing, policy, key: await opened.key() };
  const answer = await eachMessage(event, 'not delivered', async (message) => {
    const fate = await send(message, mailing);
    log('info', 'mailed', { fate });
    const seconds = secondsSince(message, Date.now());
    if (fate === 'sent' && seconds !== null) measureSeconds('mail', { NoticeDeliveredSeconds: seconds });
  });
  measure('mail', { Undelivered: answer.batchItemFailures.length });
  return answer;
});

async function send(message: unknown, mailing: Mailing): Promise<string> {
  if (isBell(message)) return ring(mailing);
  const taken = detailOf('ActionTaken', message);
  if (taken !== null) return deliver(taken, mailing);
  const answered = detailOf('DecisionAnswered', message);
  if (answered !== null) return settle(answered.id, settledSentence(answered), mailing);
  const held = detailOf('CredentialHeld', message);
  if (held !== null) return deliverHeld(held, mailing);
  const restored = detailOf('ActionRestored', message);
  if (restored === null) throw new Reason('nothing to tell');
  return settle(decisionOfRestored(restored), restoredSentence(restored), mailing);
}

function open() {
  const { table: name, settings, notices, answers, links, linkKey: secret } = readEnv('mail', process.env);
  return {
    mailing: {
      notes: dynamodbNoteStore({ client: dynamodbClient(), name }),
      publish: topicPublisher(),
      notices,
      answers,
      links,
      now: Date.now,
    },
    key: linkKey(secret, Date.now),
    settings: policyIn(settings, s3Client(), Date.now),
  };
}
