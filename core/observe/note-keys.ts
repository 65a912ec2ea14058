import type { NoteStore } from '../context/note-store.ts';
import { type Credential, isToken } from '../model/credential.ts';
import { day } from '../model/instant.ts';
import { nameIn } from '../model/own-name.ts';
import type { Announcement } from '../plan/announcement.ts';

export const limitsKey = 'limits';
export const memberKey = (subject: string) => `member ${subject}`;
export const nameKey = (accountId: string, name: string) => `name ${accountId} ${name}`;
/** As far back as IAM tells what was used. */
export const givenKeptFor = 400 * day;
export const givenKey = (name: string) => `given ${name}`;
/** Who made the credential, user or role of that name. */
export const makerKey = (name: string) => `maker ${name}`;
export const addressesKey = (principal: string) => `addresses ${principal}`;
/** The decision as it was announced, for whoever hears its id. */
export const decisionKey = (id: string) => `decision ${id}`;
export const principalKey = (principal: string) => `principal ${principal}`;
export const populationKey = (account: string) => `population ${account}`;
export const experienceKey = (account: string) => `experience ${account}`;
export const accountKey = (account: string) => `account ${account}`;

/** Null where nobody made such a decision. */
export async function announcementOf(id: string, notes: Pick<NoteStore, 'load'>): Promise<Announcement | null> {
  const note = await notes.load(decisionKey(id));
  return note === null ? null : (JSON.parse(note.text) as Announcement);
}

/** Where a credential is found by its user's or role's name; null for a token, of which no notice speaks: its client may have many each hour. */
export function nameKeyOf(credential: Credential | null): string | null {
  if (credential === null || isToken(credential.kind)) return null;
  return nameKey(credential.accountId, nameIn(credential.principal));
}
