import type { Context } from 'aws-lambda';
import { s3Client } from '../../adapters/s3/client.ts';
import { readEnv } from '../../contract/env.ts';
import { backfillStepIn } from '../../contract/steps.ts';
import { trailPlaceIn } from '../../contract/trail.ts';
import { minute } from '../../core/model/instant.ts';
import { learnPorts } from '../observing.ts';
import { accountsOfOrganization, whoIsWatched } from '../organization.ts';
import { log, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { takeStep } from './take-step.ts';
import type { BackfillWork } from './work.ts';

let opened: BackfillWork | null = null;

/** What is left of an invocation when no new file is begun. */
const leastLeft = 5 * minute;

export const handler = onLambda((event: unknown, context: Context): Promise<object> => {
  opened ??= open();
  const mayGoOn = () => context.getRemainingTimeInMillis() > leastLeft;
  return takeStep(backfillStepIn(event), opened, mayGoOn, log);
});

function open(): BackfillWork {
  const env = readEnv('backfill', process.env);
  const trail = trailPlaceIn(env.trail);
  if (trail === null) throw new Error('the environment variable for the trail’s bucket does not name a bucket');
  const s3 = s3Client();
  const ports = learnPorts(env.table);
  const settings = settingsIn(env.settings, s3, Date.now);
  const ours = accountsOfOrganization(ports.notes, Date.now);
  return {
    bucket: env.trail,
    trail,
    s3,
    notes: ports.notes,
    days: Number(env.days),
    now: Date.now,
    watched: whoIsWatched(env, ports.notes, Date.now),
    async observing() {
      const { words, policy, exemptions } = await settings();
      return { surroundings: { ...words, ours: await ours() }, circumstances: { policy, exemptions }, ports };
    },
  };
}
