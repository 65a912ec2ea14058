import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { s3Client } from '../../adapters/s3/client.ts';
import { readEnv } from '../../contract/env.ts';
import { noteBeats } from '../beats.ts';
import { afterLearning } from '../learning.ts';
import { secondsWaited } from '../messages.ts';
import { observePorts } from '../observing.ts';
import { accountsOfOrganization, whoIsWatched } from '../organization.ts';
import { log, logGivenBack, measure, measureSeconds, nameOf, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { oursIn } from '../tampering.ts';
import { observeBatch } from './batch.ts';

let opened: ReturnType<typeof open> | null = null;

export const handler = onLambda(async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  opened ??= open();
  const { words, policy, exemptions, problems } = await opened.settings();
  const circumstances = { policy, exemptions };
  const surroundings = { ...words, ours: await opened.ours() };
  const observing = { surroundings, circumstances, ports: opened.ports };
  const { answer, counts, decisions, lost, tampering, failures, errors, beats } = await observeBatch(
    Records,
    observing,
    { ...opened.own, isWatched: await opened.watched() },
    () => context.getRemainingTimeInMillis(),
  );
  await noteBeats('fast', beats, opened.ports.notes);
  for (const { messageId, error } of failures) logGivenBack(messageId, 'not judged', error);
  log(errors.length > 0 ? 'error' : 'info', 'observed', { counts, decisions, errors: errors.map(nameOf) });
  measure('observe', {
    Heard: Records.length,
    Decisions: decisions,
    SettingsProblems: problems.length,
    Tampering: tampering,
    // By today's code nothing: a message that a change leaves without a fate rings, where it would else be gone without a word.
    Lost: lost + Records.length - Object.values(counts).reduce((sum, times) => sum + times, 0),
  });
  // How long the batch's oldest message had waited, and its judgement took.
  const OwnSeconds = secondsWaited(Records, Date.now());
  if (OwnSeconds !== null) measureSeconds('observe', { OwnSeconds });
  return answer;
});

function open() {
  const env = readEnv('observe', process.env);
  const ports = observePorts(env);
  const settings = settingsIn(env.settings, s3Client(), Date.now);
  const ours = accountsOfOrganization(ports.notes, Date.now);
  const watched = whoIsWatched(env, ports.notes, Date.now);
  return { ports, ours, watched, own: oursIn(env), settings: afterLearning(settings, env.learning, ports.notes) };
}
