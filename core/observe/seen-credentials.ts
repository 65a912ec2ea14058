import { fingerprint } from '../context/habits/fingerprint.ts';
import { amendNote, type NoteStore } from '../context/note-store.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { AccountId } from '../model/brand.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import { Notebook } from './notebook.ts';

/** Spread over so many notes that two writers seldom meet at one, and none grows too long. */
const pages = 8;
/** Characters that a note is filled with; beyond them those that were seen first are forgotten first. */
const fullPage = 150_000;
type Page = readonly Credential[];

const pageKey = (account: string, page: number) => `seen ${account} ${page}`;

/**
 * Writes down credentials that were never seen in use before, so that a sweep can tell of those that no list shows. Throws where
 * a race is lost again and again: then the records come again.
 */
export async function noteSeen(uses: readonly CredentialUse[], notes: NoteStore): Promise<void> {
  const all = new Map(uses.map(({ credential }) => [subjectOf(credential), credential]));
  const byPage = Map.groupBy(all.values(), (one) => pageKey(one.accountId, pageOf(one)));
  await Promise.all([...byPage].map(([key, credentials]) => add(credentials, key, notes)));
}

async function add(credentials: readonly Credential[], key: string, notes: NoteStore): Promise<void> {
  await amendNote<Page>(key, notes, (page) => {
    const known = page ?? [];
    const subjects = new Set(known.map(subjectOf));
    const fresh = credentials.filter((one) => !subjects.has(subjectOf(one)));
    return fresh.length === 0 ? null : latest([...known, ...fresh]);
  });
}

function latest(all: Page): Page {
  return JSON.stringify(all).length <= fullPage ? all : latest(all.slice(Math.ceil(all.length / 10)));
}

function pageOf(credential: Credential): number {
  return (fingerprint(subjectOf(credential)) >>> 0) % pages;
}

/** Everybody who was ever seen in use in the account, in no order. */
export async function seenCredentials(account: AccountId, notes: NoteStore): Promise<readonly Credential[]> {
  const notebook = new Notebook(notes);
  const all = await Promise.all(
    Array.from({ length: pages }, (_, page) => notebook.read<Page>(pageKey(account, page))),
  );
  return all.flatMap((page) => page ?? []);
}
