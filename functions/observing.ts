import { busAnnouncer } from '../adapters/bus/announcer.ts';
import { busClient } from '../adapters/bus/client.ts';
import { dynamodbClient } from '../adapters/dynamodb/client.ts';
import { dynamodbContextStore } from '../adapters/dynamodb/context-store.ts';
import { dynamodbNoteStore } from '../adapters/dynamodb/note-store.ts';
import { WarmItems } from '../adapters/dynamodb/warm-items.ts';
import type { ObservePorts, ObserveSurroundings } from '../core/observe/observe.ts';
import type { Circumstances } from '../core/plan/decide.ts';

/** What records are observed with, whichever lane they come by. */
export interface Observing {
  readonly surroundings: ObserveSurroundings;
  readonly circumstances: Omit<Circumstances, 'spent'>;
  readonly ports: ObservePorts;
}

/** The same for whoever only learns. */
export function learnPorts(table: string): ObservePorts {
  const place = { client: dynamodbClient(), name: table };
  const announcer = { announce: () => Promise.reject(new Error('nobody is to be told of what is over')) };
  return { contexts: dynamodbContextStore(place), notes: dynamodbNoteStore(place), announcer };
}

/** The table of what was learned, kept warm between two invocations, and the bus to announce on. */
export function observePorts({ table: name, bus }: { readonly table: string; readonly bus: string }): ObservePorts {
  const table = { client: dynamodbClient(), name, warm: new WarmItems(Date.now) };
  return {
    contexts: dynamodbContextStore(table),
    notes: dynamodbNoteStore(table),
    announcer: busAnnouncer(bus, busClient()),
  };
}
