import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Asked } from '../../adapters/aws/deployment/clients.ts';
import { dynamodbContainmentStore } from '../../adapters/dynamodb/containment-store.ts';
import { dynamodbLedger } from '../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { noteKeys } from '../../contract/notes.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { announcementOf } from '../../core/observe/note-keys.ts';
import { emptySpent, type Spent } from '../../core/plan/limits.ts';
import {
  lastTold,
  type StandingContainment,
  type StandingHold,
  standingHolds,
  standingOf,
  type Told,
} from '../respond/standing.ts';

/** Names of the two tables of a deployment. */
export interface Tables {
  readonly memory: string;
  readonly deeds: string;
}

/** What people were told or asked, and have not answered. */
export interface Waiting {
  readonly decisionId: string;
  readonly since: string;
  readonly headline: string;
  /** Nothing is done before somebody approves. */
  readonly isQuestion: boolean;
}

/** What a deployment has done and asked. Each error is AWS's word on why it could not be read. */
export interface Deeds {
  readonly containments: Result<readonly StandingContainment[], string>;
  readonly holds: Result<readonly StandingHold[], string>;
  readonly spent: Result<Spent, string>;
  readonly waiting: Result<readonly Waiting[], string>;
  readonly ledger: Result<readonly Told[], string>;
}

interface Unanswered {
  readonly id: string;
  readonly at: Instant;
  readonly notice: { readonly headline: string };
  readonly choices: readonly string[];
}

export async function readDeeds({ memory, deeds }: Tables, sdk: Asked, now: Instant): Promise<Deeds> {
  const client = new DynamoDBClient({ ...sdk, maxAttempts: 2 });
  const [learned, done] = [dynamodbNoteStore({ client, name: memory }), dynamodbNoteStore({ client, name: deeds })];
  async function containments(): Promise<readonly StandingContainment[]> {
    const rows = await dynamodbContainmentStore({ client, name: deeds }).open();
    const reasons = new Map<string, string>();
    for (const id of new Set(rows.map(({ decisionId }) => decisionId))) {
      const announced = await announcementOf(id, learned);
      if (announced !== null) reasons.set(id, announced.decision.reason);
    }
    return standingOf(rows, (id) => reasons.get(id) ?? null, now);
  }
  async function spent(): Promise<Spent> {
    const note = await done.load(noteKeys.budget);
    return note === null ? emptySpent() : (JSON.parse(note.text) as Spent);
  }
  async function waiting(): Promise<readonly Waiting[]> {
    const note = await learned.load(noteKeys.unanswered);
    const open = note === null ? [] : (JSON.parse(note.text) as readonly Unanswered[]);
    return open.map(({ id, at, notice, choices }) => {
      const isQuestion = choices.includes('approve');
      return { decisionId: id, since: formatInstant(at), headline: notice.headline, isQuestion };
    });
  }
  const read = {
    containments: await attempt(containments),
    holds: await attempt(() => standingHolds(dynamodbContainmentStore({ client, name: deeds }), now)),
    spent: await attempt(spent),
    waiting: await attempt(waiting),
    ledger: await attempt(() => lastTold(dynamodbLedger({ client, name: deeds }))),
  };
  client.destroy();
  return read;
}

/** fails toward: saying that it could not be looked at */
async function attempt<T>(ask: () => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await ask());
  } catch (error) {
    return fail((error as Error).name);
  }
}

/** Accounts in which something was done lately. */
export function accountsIn({ actions }: Spent): AccountId[] {
  return [...new Set(actions.map(({ accountId }) => accountId))].sort();
}
