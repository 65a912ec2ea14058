import { fingerprint } from '../core/context/habits/fingerprint.ts';
import { extend, type Lease } from '../core/context/lease.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import type { Instant } from '../core/model/instant.ts';
import { amend } from './amend.ts';

type Leases = Readonly<Record<string, Lease>>;

/** Of an account: a note holds some thousand leases. */
const pages = 8;
const pageOf = (subject: string) => (fingerprint(subject) >>> 0) % pages;
const pageKey = (account: string, page: number) => `leases ${account} ${page}`;

/** As long as an owner's word by a button counts. */
export const consentDays = 90;

/** Of one account's credentials, by subject: since when they are on one, and what their owners said. */
export async function readLeases(account: string, notes: Pick<NoteStore, 'load'>): Promise<ReadonlyMap<string, Lease>> {
  const stored = await Promise.all(Array.from({ length: pages }, (_, page) => notes.load(pageKey(account, page))));
  return new Map(stored.flatMap((note) => (note === null ? [] : Object.entries(JSON.parse(note.text) as Leases))));
}

/** Notes that they began, for the sweeps to come; one that runs already keeps its start. */
export async function startLeases(
  account: string,
  begun: readonly (readonly [subject: string, lease: Lease])[],
  notes: NoteStore,
): Promise<void> {
  for (const [page, some] of Map.groupBy(begun, ([subject]) => pageOf(subject))) {
    await amendPage(pageKey(account, page), notes, (before) => ({ ...Object.fromEntries(some), ...before }));
  }
}

/** The owner's word that a credential is still wanted. */
export async function extendLease(
  { account, subject }: { readonly account: string; readonly subject: string },
  by: string,
  now: Instant,
  notes: NoteStore,
  forDays = consentDays,
): Promise<void> {
  await amendPage(pageKey(account, pageOf(subject)), notes, (before) => ({
    ...before,
    [subject]: extend(before[subject] ?? null, by, now, forDays),
  }));
}

/** Nothing is written where nothing changes. */
async function amendPage(key: string, notes: NoteStore, change: (before: Leases) => Leases): Promise<void> {
  await amend<Leases>(key, notes, null, (before) => {
    const after = change(before ?? {});
    return JSON.stringify(after) === JSON.stringify(before) ? null : after;
  });
}
