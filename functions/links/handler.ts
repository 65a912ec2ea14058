import { linkKey } from '../../adapters/secrets/link-key.ts';
import { readEnv } from '../../contract/env.ts';
import { openDoors } from '../doors.ts';
import { log, measure, onLambda } from '../runtime.ts';
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
  return {
    key: linkKey(env.linkKey, Date.now),
    doors: openDoors(env),
  };
}
