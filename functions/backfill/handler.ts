import type { Context } from 'aws-lambda';
import { s3Client } from '../../adapters/s3/client.ts';
import { readEnv } from '../../contract/env.ts';
import { backfillStepIn } from '../../contract/steps.ts';
import { minute } from '../../core/model/instant.ts';
import { learnPorts } from '../observing.ts';
import { accountsOfOrganization } from '../organization.ts';
import { log, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { type BackfillWork, begin, end, endDay, learnDay } from './work.ts';

let opened: BackfillWork | null = null;

/** What is left of an invocation when no new file is begun. */
const leastLeft = 5 * minute;

/** One step of the state machine. */
export const handler = onLambda(async (event: unknown, context: Context): Promise<object> => {
  opened ??= open();
  const step = backfillStepIn(event);
  switch (step.step) {
    case 'begin': {
      const begun = await begin(opened);
      log('info', 'the backfill', begun.idle ? { idle: true } : { days: begun.days.length });
      return begun;
    }
    case 'learn':
      return learnDay(step, opened, () => context.getRemainingTimeInMillis() > leastLeft);
    case 'day': {
      const { done, days, files, records, unread } = await endDay(step.day, opened);
      log('info', 'a day is learned', { done, of: days.length, files, records, unread });
      return {};
    }
    case 'end':
      log('info', 'the backfill ends', { whole: (await end(opened)).endedAt !== null });
      return {};
  }
});

function open(): BackfillWork {
  const env = readEnv('backfill', process.env);
  const s3 = s3Client();
  const ports = learnPorts(env.table);
  const settings = settingsIn(env.settings, s3, Date.now);
  const ours = accountsOfOrganization(ports.notes, Date.now);
  return {
    bucket: env.trail,
    s3,
    notes: ports.notes,
    days: Number(env.days),
    now: Date.now,
    places: null,
    async observing() {
      const { words, policy, exemptions } = await settings();
      return { surroundings: { ...words, ours: await ours() }, circumstances: { policy, exemptions }, ports };
    },
  };
}
