import type { Lane } from '../contract/notes.ts';
import { memberRoles } from '../contract/permissions.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import { fieldsOf, textOf } from '../core/intake/fields.ts';
import { type Instant, parseInstant } from '../core/model/instant.ts';
import { documentsIn } from './documents.ts';

export interface Beat {
  readonly account: string;
  readonly at: Instant;
}

/** A heartbeat of ours, which shows that the lane it came by is open; null for all else. */
export function beatIn(record: unknown, accountId: string | null): Beat | null {
  const { eventName, eventTime, userIdentity } = fieldsOf(record);
  if (eventName !== 'GetCallerIdentity' || accountId === null) return null;
  const issuer = textOf(fieldsOf(fieldsOf(fieldsOf(userIdentity).sessionContext).sessionIssuer).arn);
  const at = parseInstant(textOf(eventTime) ?? '');
  if (issuer !== `arn:aws:iam::${accountId}:role/${memberRoles.alive}` || at === null) return null;
  return { account: accountId, at };
}

/** When an account was last heard by a lane. */
export const beatKey = (lane: Lane, account: string) => `beat ${lane} ${account}`;

/** Notes them; the latest of an account counts. Losing a race to another beat loses nothing. */
export async function noteBeats(lane: Lane, beats: readonly Beat[], notes: NoteStore): Promise<void> {
  const { read, write } = documentsIn(notes);
  for (const { account, at } of beats) {
    const before = await read<Instant>(beatKey(lane, account));
    if (before === null || before < at) await write(beatKey(lane, account), at, null).catch(() => {});
  }
}
