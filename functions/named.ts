import type { EventDetail } from '../contract/events.ts';
import { noteKeys } from '../contract/notes.ts';
import type { NoteStore } from '../core/context/note-store.ts';

type Taken = EventDetail<'ActionTaken'>;

/** The notice with accounts by the names that the organisation gave them, as the last heartbeat found them. */
export async function named(taken: Taken, notes: Pick<NoteStore, 'load'>): Promise<Taken> {
  const stored = await notes.load(noteKeys.accountNames);
  if (stored === null) return taken;
  const names = JSON.parse(stored.text) as Readonly<Record<string, string>>;
  const { notice } = taken;
  const say = (text: string) =>
    text.replace(/\baccount (\d{12})\b/g, (whole, id: string) =>
      names[id] === undefined ? whole : `account ${names[id]} (${id})`,
    );
  const headline = say(notice.headline);
  return { ...taken, notice: { ...notice, headline, why: say(notice.why), whatWasDone: notice.whatWasDone.map(say) } };
}
