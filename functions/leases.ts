import { fingerprint } from '../core/context/fingerprint.ts';
import { extend, type Lease } from '../core/context/lease.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import type { Instant } from '../core/model/instant.ts';
import { Reason } from './reason.ts';

type Leases = Readonly<Record<string, Lease>>;

/** Of an account: a note holds some thousand leases. */
const pages = 8;
const pageOf = (subject: string) => (fingerprint(subject) >>> 0) % pages;
const pageKey = (account: string, page: number) => `leases ${account} ${page}`;
const mostRaces = 16;

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
    await amend(pageKey(account, page), notes, (before) => ({ ...Object.fromEntries(some), ...before }));
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
  await amend(pageKey(account, pageOf(subject)), notes, (before) => ({
    ...before,
    [subject]: extend(before[subject] ?? null, by, now, forDays),
  }));
}

async function amend(key: string, notes: NoteStore, change: (before: Leases) => Leases): Promise<void> {
  for (let race = 0; race < mostRaces; race++) {
    const stored = await notes.load(key);
    const before = stored === null ? {} : (JSON.parse(stored.text) as Leases);
    const text = JSON.stringify(change(before));
    if (text === stored?.text) return;
    if (await notes.commit({ key, text, expectedVersion: stored?.version ?? null, until: null })) return;
  }
  throw new Reason('too many write of leases at once');
}
