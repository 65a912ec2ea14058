import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { busAnnouncer } from '../../adapters/bus/announcer.ts';
import { busClient } from '../../adapters/bus/client.ts';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbContextStore } from '../../adapters/dynamodb/context-store.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { s3Client } from '../../adapters/s3/client.ts';
import { readEnv } from '../../contract/env.ts';
import type { ObservePorts } from '../../core/observe.ts';
import { log, measure, nameOf, onLambda } from '../runtime.ts';
import { type Settings, settingsIn } from '../settings.ts';
import { observeBatch } from './batch.ts';

let opened: { readonly ports: ObservePorts; readonly settings: () => Promise<Settings> } | null = null;

export const handler = onLambda(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  opened ??= open();
  const { words, policy, exemptions, problems } = await opened.settings();
  const circumstances = { policy, exemptions };
  const observing = { surroundings: words, circumstances, ports: opened.ports };
  const { answer, counts, decisions, errors } = await observeBatch(Records, observing);
  log(errors.length > 0 ? 'error' : 'info', 'observed', { counts, decisions, errors: errors.map(nameOf) });
  measure('observe', { Heard: Records.length, Decisions: decisions, SettingsProblems: problems.length });
  return answer;
});

function open() {
  const { table: name, bus, settings } = readEnv('observe', process.env);
  const table = { client: dynamodbClient(), name };
  const ports = {
    contexts: dynamodbContextStore(table),
    notes: dynamodbNoteStore(table),
    announcer: busAnnouncer(bus, busClient()),
  };
  return { ports, settings: settingsIn(settings, s3Client(), Date.now) };
}
