import { dynamodbClient } from '../adapters/dynamodb/client.ts';
import { dynamodbContainmentStore } from '../adapters/dynamodb/containment-store.ts';
import { dynamodbNoteStore } from '../adapters/dynamodb/note-store.ts';
import { queueSender } from '../adapters/queue/sender.ts';
import { s3Client } from '../adapters/s3/client.ts';
import { asApproved } from './policy-approval.ts';
import { settingsIn } from './settings.ts';
import type { Doors } from './take-answer.ts';

export interface Places {
  /** The table of what is remembered, and that of what is done. */
  readonly table: string;
  readonly deeds: string;
  /** The bucket of the policy and the context. */
  readonly settings: string;
  /** The queue of the function that responds. */
  readonly wishes: string;
}

/** By which people's answers come in, whoever lets them in. */
export function openDoors({ table, deeds, settings, wishes }: Places): Doors {
  const client = dynamodbClient();
  const done = { client, name: deeds };
  const notes = dynamodbNoteStore(done);
  return {
    memory: dynamodbNoteStore({ client, name: table }),
    notes,
    containments: dynamodbContainmentStore(done),
    settings: asApproved(settingsIn(settings, s3Client(), Date.now), notes, Date.now),
    wish: queueSender(wishes),
    now: Date.now,
  };
}
