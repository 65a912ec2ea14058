import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { s3Client } from '../../adapters/s3/client.ts';
import { objectAt } from '../../adapters/s3/inputs.ts';
import { readEnv } from '../../contract/env.ts';
import { createdObjectIn } from '../../contract/events.ts';
import { observePorts } from '../observing.ts';
import { log, measure, nameOf, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { ingestFile } from './file.ts';

let opened: ReturnType<typeof open> | null = null;

/** Each message names one new file of the trail. A file that cannot be read comes again alone. */
export const handler = onLambda(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  opened ??= open();
  const { ports, trail, s3 } = opened;
  const { words, policy, exemptions, problems } = await opened.settings();
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      const { bucket, key, size } = createdObjectIn(JSON.parse(body));
      if (bucket !== trail) throw new TypeError('a file of another bucket');
      const observing = { surroundings: words, circumstances: { policy, exemptions }, ports };
      const { counts, decisions } = await ingestFile(objectAt(bucket, key, size, s3), observing);
      log('info', 'ingested', { counts, decisions });
    } catch (error) {
      // fails toward: the file comes again, and at last is set aside for a person to see
      log('error', 'not ingested', { error: nameOf(error), messageId });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  measure('ingest', { SettingsProblems: problems.length });
  return { batchItemFailures };
});

function open() {
  const env = readEnv('ingest', process.env);
  const s3 = s3Client();
  return { ports: observePorts(env), trail: env.trail, s3, settings: settingsIn(env.settings, s3, Date.now) };
}
