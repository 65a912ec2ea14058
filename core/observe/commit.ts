import type { AddressBook } from '../context/addresses.ts';
import { isExitKey } from '../context/exits.ts';
import { type Maker, makingOf } from '../context/grants/maker.ts';
import type { Baseline } from '../context/habits/baseline.ts';
import { commitJoined } from '../context/habits/context-store.ts';
import { isNews } from '../context/habits/news.ts';
import { personOf } from '../context/population.ts';
import { callIn, type Told } from '../intake/told.ts';
import { type Credential, neighbourhoodOf, subjectOf } from '../model/credential.ts';
import { day, type Instant } from '../model/instant.ts';
import type { Spent } from '../plan/limits.ts';
import { addHistograms, type Histograms } from '../verdict/experience.ts';
import { noteOf } from './member-note.ts';
import {
  accountKey,
  addressesKey,
  experienceKey,
  givenKeptFor,
  givenKey,
  limitsKey,
  makerKey,
  memberKey,
  nameKeyOf,
  populationKey,
  principalKey,
} from './note-keys.ts';
import { Notebook } from './notebook.ts';
import type { Recalled, Stores } from './recall.ts';
import type { Listed } from './session-notes.ts';

/** A race lost is somebody else's progress, so this many in a row means that something is wrong. */
export const mostRaces = 8;

const addressesKeptFor = 90 * day;
const experienceKeptFor = 90 * day;
const exitsKeptFor = 90 * day;
const makersKeptFor = 1_000 * day;

/** For the sweeps, which ask whose a credential is. A lost race needs no second try: the winner saw the same making, or a later one. */
export async function noteMakers(told: readonly Told[], { notes }: Stores): Promise<void> {
  const made = told.flatMap((one) => {
    const call = callIn(one);
    const making = call === null ? null : makingOf(call);
    return making === null ? [] : [making];
  });
  for (const [name, maker] of made) {
    const notebook = new Notebook(notes);
    const known = await notebook.read<Maker>(makerKey(name));
    if (known === null || known.at < maker.at) await notebook.write(makerKey(name), maker, maker.at + makersKeptFor);
  }
}

/**
 * False where one of the baselines turned out to be an old copy. What others learned meanwhile is joined. What has nothing new is not written:
 * the same event by the second lane, or one of many in an hour that is already as busy.
 */
export async function commitBaselines(
  told: readonly Told[],
  { memory, baselines: { versions, habits, unproven } }: Recalled,
  { contexts }: Stores,
  kinshipOf: (credential: Credential) => string | null,
): Promise<boolean> {
  const touched = new Map<string, Touched>();
  for (const { use } of told) {
    if (use === null) continue;
    const { principal } = use.credential;
    const neighbourhood = neighbourhoodOf(use.credential);
    const own = memory.members.get(subjectOf(use.credential))?.dossier.baseline;
    touched.set(subjectOf(use.credential), { baseline: own, of: 'one' });
    for (const one of [principal, kinshipOf(use.credential), personOf(use.credential)]) {
      if (one !== null) touched.set(principalKey(one), { baseline: memory.principals.get(one), of: 'many' });
    }
    touched.set(accountKey(neighbourhood), { baseline: memory.accounts.get(neighbourhood), of: 'many' });
  }
  const committed = await Promise.all(
    [...touched].map(async ([subject, { baseline, of }]) => {
      if (baseline === undefined) return true;
      const write = { subject, baseline, expectedVersion: versions.get(subject) ?? null };
      const before = habits.get(subject);
      const isKnown = before !== undefined && !isNews(baseline, before, of);
      // An old copy may be hours behind, and hours that are over cannot be joined any more.
      if (unproven.has(subject)) {
        if (isKnown && (await contexts.load(subject))?.version === write.expectedVersion) return true;
        return (await contexts.commit(write)).kind === 'committed';
      }
      if (isKnown) return true;
      const result = await commitJoined(write, contexts);
      if (!result.ok) throw new Error(`too many processes write the baseline of ${subject} at once`);
      return true;
    }),
  );
  return committed.every(Boolean);
}

interface Touched {
  readonly baseline: Baseline | undefined;
  /** Whose habits they are: those of one credential, or of what many have in common. */
  readonly of: 'one' | 'many';
}

/**
 * The most credentials noted under one name, since a note holds 400,000 bytes: more than there are people behind any role of Identity Center,
 * unless somebody makes names up. Beyond that only those of this stretch are kept; whoever else is at work is noted again with the next use.
 */
const mostOfAName = 1_000;

export async function commitNotes(
  { memory, named, unannounced }: Recalled,
  listed: ReadonlyMap<string, Listed>,
  spent: Spent,
  books: ReadonlyMap<string, AddressBook>,
  notebook: Notebook,
  now: Instant,
): Promise<boolean> {
  // What is spent goes first: a decision on record that was not counted would break the limit.
  if (spent.actions.length > 0 && !(await notebook.write(limitsKey, spent, now + 3 * day))) return false;
  for (const [subject, { credential }] of memory.members) named.get(nameKeyOf(credential) ?? '')?.add(subject);
  const written = await Promise.all([
    ...[...memory.members].map(([subject, member]) =>
      notebook.write(
        memberKey(subject),
        noteOf(member, unannounced.get(subject) ?? [], listed.get(subject) ?? []),
        null,
      ),
    ),
    ...[...memory.populations].map(
      ([name, { seen }]) =>
        seen.size === 0 ||
        notebook.write(populationKey(name), [...seen], now + (isExitKey(name) ? exitsKeptFor : 3 * day)),
    ),
    ...[...named].map(([key, subjects]) => {
      const noted = subjects.size <= mostOfAName ? subjects : [...subjects].filter((one) => memory.members.has(one));
      return subjects.size === 0 || notebook.write(key, [...noted].sort().slice(0, mostOfAName), null);
    }),
    ...[...memory.given].map(([name, given]) => {
      const isEmpty = given.grants.length + given.holders.length === 0 && given.held === undefined;
      return isEmpty || notebook.write(givenKey(name), given, now + givenKeptFor);
    }),
    ...[...books].map(([principal, book]) => {
      const key = addressesKey(principal);
      return Object.keys(book).length === 0 || notebook.write(key, book, now + addressesKeptFor);
    }),
  ]);
  return written.every(Boolean);
}

/**
 * After the notes, so that a race lost there counts no day twice. The whole account writes here, so a lost race is tried again on top of what
 * the winner wrote; if it is lost every time, the days are lost. fails toward: less experience.
 */
export async function commitExperience({ memory }: Recalled, now: Instant, { notes }: Stores): Promise<void> {
  for (const [account, { fresh }] of memory.experiences) {
    if (fresh.size === 0) continue;
    for (let race = 0; race < mostRaces; race++) {
      const notebook = new Notebook(notes);
      const sum: Histograms = new Map(
        await notebook.read<readonly (readonly [string, number[]])[]>(experienceKey(account)),
      );
      addHistograms(sum, fresh);
      if (await notebook.write(experienceKey(account), [...sum], now + experienceKeptFor)) break;
    }
  }
}
