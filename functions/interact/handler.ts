import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbContainmentStore } from '../../adapters/dynamodb/containment-store.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { queueSender } from '../../adapters/queue/sender.ts';
import { s3Client } from '../../adapters/s3/client.ts';
import { signingSecretsOf, slackSecret } from '../../adapters/secrets/slack-secret.ts';
import type { Click } from '../../adapters/slack/click.ts';
import { readEnv } from '../../contract/env.ts';
import { eachMessage } from '../messages.ts';
import { log, measure, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { enter, type UrlRequest } from './door.ts';
import { takeClick } from './take-click.ts';

let opened: ReturnType<typeof open> | null = null;

/** By its URL, whoever Slack vouches for; from its queue, the clicks that it let in. */
export const handler = onLambda(async (event: SQSEvent | UrlRequest) => {
  opened ??= open();
  return 'Records' in event ? workOff(event, opened) : letIn(event, opened);
});

type Opened = ReturnType<typeof open>;

async function letIn(request: UrlRequest, { secret, keep }: Opened) {
  const signingSecrets = signingSecretsOf(await secret());
  const answer = await enter(request, { signingSecrets, now: Date.now, keep });
  const isRejected = answer.statusCode === 401;
  if (isRejected) log('error', 'not signed by Slack');
  measure('interact', { Rejected: isRejected ? 1 : 0 });
  return answer;
}

function workOff(event: SQSEvent, { secret, doors }: Opened): Promise<SQSBatchResponse> {
  return eachMessage(event, 'not answered', async (message) => {
    // The queue takes messages from this function alone.
    const fate = await takeClick(message as Click, { ...doors, slack: await secret() });
    log('info', 'answered', { fate });
  });
}

function open() {
  const env = readEnv('interact', process.env);
  const client = dynamodbClient();
  const deeds = { client, name: env.deeds };
  return {
    secret: slackSecret(env.slack, Date.now),
    keep: queueSender(env.clicks),
    doors: {
      memory: dynamodbNoteStore({ client, name: env.table }),
      notes: dynamodbNoteStore(deeds),
      containments: dynamodbContainmentStore(deeds),
      settings: settingsIn(env.settings, s3Client(), Date.now),
      wish: queueSender(env.wishes),
      now: Date.now,
    },
  };
}
