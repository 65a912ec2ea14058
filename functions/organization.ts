import { type Env, ownReach } from '../contract/env.ts';
import { noteKeys, type Pulse } from '../contract/notes.ts';
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

/** Why something comes again while units have not been listed. */
export const notListed = 'which accounts are watched is not known yet';

export type IsWatched = (account: string) => boolean;

/**
 * Whether an account is one that the deployment watches, for whoever reads a trail of more. Of units it takes the word of the last
 * heartbeat, which lists their accounts every few minutes: no call of its own, and no right to list them beside what strangers
 * wrote. Where all of the organisation is watched, nobody is asked, so that who joined it a minute ago is among them. Null while
 * units have not been listed yet.
 */
export function whoIsWatched(
  { reach, account: own }: Pick<Env<'ingest'>, 'reach' | 'account'>,
  notes: Pick<NoteStore, 'load'>,
  now: () => Instant,
): () => Promise<IsWatched | null> {
  const units = reach.split(',').filter((one) => one !== ownReach);
  const isOwnIn = units.length < reach.split(',').length;
  const watching =
    (others: IsWatched): IsWatched =>
    (account) =>
      account === own ? isOwnIn : others(account);
  if (units.length === 0) return async () => watching(() => false);
  if (units.some((unit) => unit.startsWith('r-'))) return async () => watching(() => true);
  let known: { readonly at: Instant; readonly isWatched: IsWatched } | null = null;
  return async () => {
    if (known !== null && now() - known.at < freshFor) return known.isWatched;
    // A note that cannot be read throws, and whoever asked comes again.
    const note = await notes.load(noteKeys.heartbeat);
    if (note === null) return null;
    const listed = new Set(Object.keys((JSON.parse(note.text) as Pulse).since));
    known = { at: now(), isWatched: watching((account) => listed.has(account)) };
    return known.isWatched;
  };
}
