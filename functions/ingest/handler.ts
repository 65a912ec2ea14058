import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { s3Client } from '../../adapters/s3/client.ts';
import { objectAt } from '../../adapters/s3/inputs.ts';
import { readEnv } from '../../contract/env.ts';
import { createdObjectIn } from '../../contract/events.ts';
import { noteBeats } from '../beats.ts';
import { afterLearning } from '../learning.ts';
import { eachMessage } from '../messages.ts';
import { observePorts } from '../observing.ts';
import { log, measure, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { ingestFile } from './file.ts';

let opened: ReturnType<typeof open> | null = null;

/** Each message names one new file of the trail. A file that cannot be read comes again alone. */
export const handler = onLambda(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  opened ??= open();
  const { ports, trail, s3 } = opened;
  const { words, policy, exemptions, problems } = await opened.settings();
  const observing = { surroundings: words, circumstances: { policy, exemptions }, ports };
  const answer = await eachMessage(event, 'not ingested', async (message) => {
    const { bucket, key, size } = createdObjectIn(message);
    if (bucket !== trail) throw new TypeError('a file of another bucket');
    const { counts, decisions, beats } = await ingestFile(objectAt(bucket, key, size, s3), observing);
    await noteBeats('bulk', beats, ports.notes);
    log('info', 'ingested', { counts, decisions });
  });
  measure('ingest', { SettingsProblems: problems.length });
  return answer;
});

function open() {
  const env = readEnv('ingest', process.env);
  const s3 = s3Client();
  const ports = observePorts(env);
  const settings = afterLearning(settingsIn(env.settings, s3, Date.now), env.learning, ports.notes);
  return { ports, trail: env.trail, s3, settings };
}
