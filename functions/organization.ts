import { noteKeys } from '../contract/notes.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import { type Instant, minute } from '../core/model/instant.ts';

/** An account that is new counts after this, and after the next heartbeat. */
const freshFor = 5 * minute;

/** Accounts of the organisation, as the last heartbeat found them; null where one account is watched alone, or none came yet. */
export function accountsOfOrganization(
  notes: Pick<NoteStore, 'load'>,
  now: () => Instant,
): () => Promise<ReadonlySet<string> | null> {
  let known: { readonly at: Instant; readonly ours: ReadonlySet<string> | null } | null = null;
  return async () => {
    if (known !== null && now() - known.at < freshFor) return known.ours;
    const note = await notes.load(noteKeys.accountNames);
    const ours = note === null ? null : new Set(Object.keys(JSON.parse(note.text) as Readonly<Record<string, string>>));
    known = { at: now(), ours };
    return ours;
  };
}
