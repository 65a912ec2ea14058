import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { busAnnouncer } from '../../adapters/bus/announcer.ts';
import { busClient } from '../../adapters/bus/client.ts';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbContextStore } from '../../adapters/dynamodb/context-store.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { readEnv } from '../../contract/env.ts';
import type { ObservePorts } from '../../core/observe.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { log, nameOf, onLambda } from '../runtime.ts';
import { observeBatch } from './batch.ts';

const surroundings = { networks: bundledNetworks(), declared: () => null };
const circumstances = { policy: defaultPolicy, exemptions: [] };

let ports: ObservePorts | null = null;

export const handler = onLambda(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  ports ??= openPorts();
  const { answer, counts, decisions, errors } = await observeBatch(Records, { surroundings, circumstances, ports });
  log(errors.length > 0 ? 'error' : 'info', 'observed', { counts, decisions, errors: errors.map(nameOf) });
  return answer;
});

function openPorts(): ObservePorts {
  const { table: name, bus } = readEnv('observe', process.env);
  const table = { client: dynamodbClient(), name };
  return {
    contexts: dynamodbContextStore(table),
    notes: dynamodbNoteStore(table),
    announcer: busAnnouncer(bus, busClient()),
  };
}
