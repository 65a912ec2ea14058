import type { EventDetail } from '../contract/events.ts';
import { noteKeys } from '../contract/notes.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import type { Notice } from '../core/outcome/notice.ts';

type Told = EventDetail<'ActionTaken' | 'CredentialHeld'>;

/**
 * The notice as people hear it from a deployment: with accounts by the names that the organisation gave them, as the last
 * heartbeat found them, and with commands that ask the deployment.
 */
export async function named<T extends Told>(told: T, notes: Pick<NoteStore, 'load'>): Promise<T> {
  const stored = await notes.load(noteKeys.accountNames);
  const names = stored === null ? {} : (JSON.parse(stored.text) as Readonly<Record<string, string>>);
  return { ...told, notice: fromDeployment(told.notice, names) };
}

/** `names`: of accounts, by id. */
export function fromDeployment<T extends Pick<Notice, 'headline' | 'why' | 'whatWasDone' | 'whatToDo'>>(
  notice: T,
  names: Readonly<Record<string, string>>,
) {
  const name = (text: string) =>
    text.replace(/\baccount (\d{12})\b/g, (whole, id: string) =>
      names[id] === undefined ? whole : `account ${names[id]} (${id})`,
    );
  const say = (text: string) => name(text).replace(/\brescind (?:explain d_|restore o_)[\w-]+/g, '$& --deployment');
  const { headline, why, whatWasDone, whatToDo } = notice;
  return {
    ...notice,
    headline: name(headline),
    why: name(why),
    whatWasDone: whatWasDone.map(say),
    whatToDo: whatToDo.map(say),
  };
}
