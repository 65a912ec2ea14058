import type { Context } from 'aws-lambda';
import { s3Client } from '../../adapters/s3/client.ts';
import { readEnv } from '../../contract/env.ts';
import { backfillStepIn } from '../../contract/steps.ts';
import { minute } from '../../core/model/instant.ts';
import { learnPorts } from '../observing.ts';
import { accountsOfOrganization } from '../organization.ts';
import { log, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { learnDay } from './learn-day.ts';
import { type BackfillWork, begin, end, endDay } from './work.ts';

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
      log('info', 'begun', begun.idle ? { idle: true } : { days: begun.days.length, accounts: begun.accounts.length });
      return begun;
    }
    case 'learn': {
      const { isDone, refused } = await learnDay(step, opened, () => context.getRemainingTimeInMillis() > leastLeft);
      const { day, account } = step;
      if (refused !== null) log('error', 'refused', { day, account, ...refused });
      return { ...step, more: !isDone && refused === null };
    }
    case 'day': {
      const { done, days, files, records, damaged } = await endDay(step.day, opened);
      log('info', 'a day is over', { day: step.day, done, of: days.length, files, records, damaged });
      return {};
    }
    case 'end': {
      const { endedAt, gaps } = await end(opened);
      log(endedAt === null ? 'error' : 'info', endedAt === null ? 'not learned' : 'learned', { gaps });
      return { whole: endedAt !== null };
    }
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
    async observing() {
      const { words, policy, exemptions } = await settings();
      return { surroundings: { ...words, ours: await ours() }, circumstances: { policy, exemptions }, ports };
    },
  };
}
