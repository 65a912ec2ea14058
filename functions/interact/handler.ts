import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { queueSender } from '../../adapters/queue/sender.ts';
import { signingSecretsOf, slackSecret } from '../../adapters/secrets/slack-secret.ts';
import type { Click } from '../../adapters/slack/click.ts';
import { readEnv } from '../../contract/env.ts';
import { openDoors } from '../doors.ts';
import { eachMessage } from '../messages.ts';
import { log, measure, onLambda } from '../runtime.ts';
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
  return {
    secret: slackSecret(env.slack, Date.now),
    keep: queueSender(env.clicks),
    doors: openDoors(env),
  };
}
