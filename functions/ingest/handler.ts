import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { queueSender } from '../../adapters/queue/sender.ts';
import { s3Client } from '../../adapters/s3/client.ts';
import { objectAt } from '../../adapters/s3/inputs.ts';
import { readEnv } from '../../contract/env.ts';
import { createdObjectsIn } from '../../contract/events.ts';
import { noteBeats } from '../beats.ts';
import { afterLearning } from '../learning.ts';
import { messageIn } from '../messages.ts';
import { observePorts } from '../observing.ts';
import { accountsOfOrganization, notListed, whoIsWatched } from '../organization.ts';
import { Reason } from '../reason.ts';
import { log, logGivenBack, measure, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { oursIn } from '../tampering.ts';
import { comingAgain } from './deferred.ts';
import { ingestFiles, type NamedFile, tooLittleTime } from './files.ts';

let opened: ReturnType<typeof open> | null = null;

/** Each message names new files of the trail, mostly one. One that is no such message, or whose file cannot be read, comes again alone. */
export const handler = onLambda(async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  opened ??= open();
  const { ports } = opened;
  const isWatched = await opened.watched();
  // fails toward: nothing is judged, and nothing is lost: the files come again, and by then their accounts are listed
  if (isWatched === null) throw new Reason(notListed);
  const { words, policy, exemptions, problems } = await opened.settings();
  const surroundings = { ...words, ours: await opened.ours() };
  const circumstances = { policy, exemptions };
  const observing = { surroundings, circumstances, ports, isWatched, ...opened.own };
  // Whoever came often is begun with the most time.
  const received = Records.toSorted((a, b) => receivesOf(b) - receivesOf(a));
  const { files, strange } = namedIn(received, opened);
  const timeLeft = () => context.getRemainingTimeInMillis();
  const { counts, decisions, beats, tampering, failed, late, lost } = await ingestFiles(files, observing, timeLeft);
  await noteBeats('bulk', beats, ports.notes);
  const untouched = received.filter(({ messageId }) => late.has(messageId) && !failed.has(messageId));
  const again = await comingAgain(
    untouched.map((one) => ({ messageId: one.messageId, message: messageIn(one.body), receives: receivesOf(one) })),
    opened.send,
    tooLittleTime,
  );
  const failures = [...strange, ...failed, ...again];
  for (const [messageId, error] of failures) logGivenBack(messageId, 'not read or judged to its end', error);
  log('info', 'ingested', { counts, decisions, failed: failures.length });
  measure('ingest', { SettingsProblems: problems.length, Tampering: tampering, Lost: lost });
  return { batchItemFailures: failures.map(([messageId]) => ({ itemIdentifier: messageId })) };
});

function receivesOf({ attributes }: SQSRecord): number {
  return Number(attributes.ApproximateReceiveCount);
}

function namedIn(records: readonly SQSRecord[], { trail, s3 }: ReturnType<typeof open>) {
  const files: NamedFile[] = [];
  const strange = new Map<string, unknown>();
  for (const { messageId, body } of records) {
    try {
      const objects = createdObjectsIn(messageIn(body));
      if (objects.some(({ bucket }) => bucket !== trail)) throw new Reason('a file of another bucket');
      files.push(...objects.map(({ bucket, key, size }) => ({ messageId, file: objectAt(bucket, key, size, s3) })));
    } catch (error) {
      // fails toward: nothing is read; the message is set aside at last for a person to see
      strange.set(messageId, error);
    }
  }
  return { files, strange };
}

function open() {
  const env = readEnv('ingest', process.env);
  const s3 = s3Client();
  const ports = observePorts(env);
  const settings = afterLearning(settingsIn(env.settings, s3, Date.now), env.learning, ports.notes);
  const send = queueSender(env.files);
  const ours = accountsOfOrganization(ports.notes, Date.now);
  const watched = whoIsWatched(env, ports.notes, Date.now);
  return { ports, trail: env.trail, own: oursIn(env), s3, send, settings, ours, watched };
}
