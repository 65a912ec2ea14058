import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbContainmentStore } from '../../adapters/dynamodb/containment-store.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { queueSender } from '../../adapters/queue/sender.ts';
import { s3Client } from '../../adapters/s3/client.ts';
import { linkKey } from '../../adapters/secrets/link-key.ts';
import { readEnv } from '../../contract/env.ts';
import { log, measure, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { type LinkRequest, openLink } from './open.ts';
import type { Page } from './page.ts';

let opened: ReturnType<typeof open> | null = null;

/** By its URL, whoever has a link of ours. */
export const handler = onLambda(async (request: LinkRequest): Promise<Page> => {
  opened ??= open();
  const page = await openLink(request, await opened.key(), opened.doors);
  const isRejected = page.statusCode === 403;
  if (isRejected) log('error', 'no link of ours');
  measure('links', { Rejected: isRejected ? 1 : 0 });
  return page;
});

function open() {
  const env = readEnv('links', process.env);
  const client = dynamodbClient();
  const deeds = { client, name: env.deeds };
  return {
    key: linkKey(env.linkKey, Date.now),
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
