import { type Given, type GivenBook, givenName } from '../context/grants/given.ts';
import { type Maker, madeNames } from '../context/grants/maker.ts';
import type { ContextStore } from '../context/habits/context-store.ts';
import type { NoteStore } from '../context/note-store.ts';
import { personOf } from '../context/population.ts';
import { longestChain, Sessions } from '../context/sessions/sessions.ts';
import { storyKey } from '../context/sessions/story.ts';
import { emptyMemory, type FleetMemory, type Left } from '../fleet/members.ts';
import { givenNamesIn } from '../fleet/widening.ts';
import { callIn, type Told } from '../intake/told.ts';
import type { AccountId } from '../model/brand.ts';
import { type Credential, isToken, neighbourhoodOf, subjectOf } from '../model/credential.ts';
import type { Instant } from '../model/instant.ts';
import type { Announcement } from '../plan/announcement.ts';
import { emptyExperience } from '../verdict/experience.ts';
import { isNotice, keyOfGiven, parentKeysOf, sessionKeysOf, subjectsOf, tellersIn } from './meant.ts';
import { leftIn } from './member-note.ts';
import { MemberNotes } from './member-notes.ts';
import {
  accountKey,
  experienceKey,
  givenKey,
  makerKey,
  nameKey,
  nameKeyOf,
  populationKey,
  principalKey,
} from './note-keys.ts';
import type { Notebook } from './notebook.ts';
import { SessionNotes } from './session-notes.ts';
import { StoredBaselines } from './stored-baselines.ts';

export interface Stores {
  readonly contexts: ContextStore;
  readonly notes: NoteStore;
}

/** What is remembered that a stretch of records needs. */
export interface Recalled {
  readonly memory: FleetMemory;
  readonly left: readonly (readonly [Credential, Left])[];
  readonly sessions: SessionNotes;
  readonly baselines: StoredBaselines;
  /** Subjects by the name that a notice may give: users and roles of this stretch only. */
  readonly named: ReadonlyMap<string, Set<string>>;
  /** By subject: decided earlier, and not known to be announced. */
  readonly unannounced: Map<string, readonly Announcement[]>;
}

type KinshipOf = (credential: Credential) => string | null;

/** One read after the other: whom each is about follows from the one before. */
export async function recall(
  told: readonly Told[],
  notebook: Notebook,
  contexts: ContextStore,
  kinshipOf: KinshipOf,
  exitsIn: readonly string[] = [],
): Promise<Recalled> {
  const given = await givenIn(told, notebook);
  const named = await namedIn(told, given, notebook);
  const sessions = new SessionNotes();
  const memory = { ...emptyMemory(), sessions: new Sessions(sessions.tracked), given };
  const baselines = new StoredBaselines(contexts);
  const used = told.flatMap(({ use }) => (use === null ? [] : [use.credential]));
  const usedSubjects = new Set(used.map(subjectOf));
  const notes = new MemberNotes(usedSubjects, sessions, notebook);
  // These notes list sessions, from which it follows who else is meant.
  await notes.read(subjectsOf(told, new Map(), named, given));
  await readSessions(told, sessions, notebook);
  const makers = await makersOf(used, notes, memory, notebook);
  const meant = subjectsOf(told, sessions.tracked, named, given);
  const subjects = new Set([...meant, ...makers.map(({ subject }) => subject)]);
  await notes.read(subjects);
  const noted = [...subjects].flatMap((subject) => {
    const note = notes.of(subject);
    return note === null ? [] : [{ subject, note }];
  });
  const unannounced = new Map(noted.map(({ subject, note }) => [subject, note.unannounced]));
  const left = await Promise.all(
    noted.map(async ({ subject, note }) => {
      const baseline = await baselines.read(subject, usedSubjects.has(subject));
      return [note.credential, leftIn(note, baseline)] as const;
    }),
  );
  const all = [...used, ...left.map(([credential]) => credential)];
  const accounts = new Set(all.map(neighbourhoodOf));
  const stories = tellersIn(told, sessions.tracked).map(storyKey);
  await Promise.all([
    readSharedHabits({ used, all, kinshipOf }, memory, baselines),
    readPopulations([...accounts, ...exitsIn, ...stories], memory, notebook),
    readExperiences([...accounts], memory, notebook),
  ]);
  return { memory, left, sessions, named, baselines, unannounced };
}

/** The sessions that were used or made, and those that had them made. */
async function readSessions(told: readonly Told[], sessions: SessionNotes, notebook: Notebook): Promise<void> {
  await sessions.read(sessionKeysOf(told), notebook);
  const read = new Set<string>();
  for (let link = 0; link < longestChain; link++) {
    const makers = parentKeysOf(told, sessions.tracked);
    const unread = new Set([...makers].filter((key) => !read.has(key)));
    if (unread.size === 0) return;
    await sessions.read(unread, notebook);
    for (const key of unread) read.add(key);
  }
}

/** Who made the credentials that are meant: noted with each that is known, and looked up by name for strangers. */
async function makersOf(
  used: readonly Credential[],
  notes: MemberNotes,
  { made }: FleetMemory,
  notebook: Notebook,
): Promise<readonly Maker[]> {
  const strangers = used.filter((one) => !isToken(one.kind) && notes.of(subjectOf(one)) === null);
  await Promise.all(
    [...new Set(strangers.flatMap(madeNames))].map(async (name) => {
      const maker = await notebook.read<Maker>(makerKey(name));
      if (maker !== null) made.set(name, maker);
    }),
  );
  return [...made.values(), ...notes.all().flatMap(({ madeBy }) => madeBy ?? [])];
}

/** The habits that the credentials share with others. An old copy will do where a use adds to them: then writing them back shows that it was old. */
async function readSharedHabits(
  {
    used,
    all,
    kinshipOf,
  }: { readonly used: readonly Credential[]; readonly all: readonly Credential[]; readonly kinshipOf: KinshipOf },
  memory: FleetMemory,
  baselines: StoredBaselines,
): Promise<void> {
  const principals = new Set([
    ...all.filter(({ kind }) => kind !== 'role').map(({ principal }) => principal),
    ...all.flatMap((one) => [kinshipOf(one), personOf(one)]).filter((one) => one !== null),
  ]);
  const accounts = new Set(all.map(neighbourhoodOf));
  const learning = new Set(used.flatMap((one) => [one.principal, kinshipOf(one), personOf(one), neighbourhoodOf(one)]));
  const read = (key: string, one: string) => baselines.read(key, learning.has(one));
  await Promise.all([
    fill(memory.principals, principals, (one) => read(principalKey(one), one)),
    fill(memory.accounts, accounts, (one) => read(accountKey(one), one)),
  ]);
}

async function readPopulations(
  names: readonly string[],
  { populations }: FleetMemory,
  notebook: Notebook,
): Promise<void> {
  await fill(populations, names, async (name) => {
    const seen = await notebook.read<readonly (readonly [string, Instant])[]>(populationKey(name));
    return { seen: new Map(seen) };
  });
}

async function readExperiences(
  accounts: readonly string[],
  { experiences }: FleetMemory,
  notebook: Notebook,
): Promise<void> {
  await fill(experiences, accounts, async (account) => {
    const all = await notebook.read<readonly (readonly [string, number[]])[]>(experienceKey(account));
    return { ...emptyExperience(), all: new Map(all) };
  });
}

/** Reads what there is of each of them, side by side. */
async function fill<T>(
  into: Map<string, T>,
  names: Iterable<string>,
  read: (name: string) => Promise<T>,
): Promise<void> {
  await Promise.all(Array.from(names, async (name) => into.set(name, await read(name))));
}

/** The credentials that go by the names in this stretch. For a use, a glance will do: it only has to see whether it is noted under its name. */
async function namedIn(told: readonly Told[], given: GivenBook, notebook: Notebook): Promise<Map<string, Set<string>>> {
  const meant = new Set([
    ...told.flatMap(({ testimony }) =>
      isNotice(testimony) ? [nameKey(testimony.accountId, testimony.userName ?? '')] : [],
    ),
    ...[...given.keys()].flatMap(keyOfGiven),
  ]);
  const used = told.flatMap(({ use }) => nameKeyOf(use?.credential ?? null) ?? []);
  const named = new Map<string, Set<string>>();
  await Promise.all(
    [...new Set([...meant, ...used])].map(async (key) => {
      const all = meant.has(key) ? notebook.read<readonly string[]>(key) : notebook.glance<readonly string[]>(key);
      named.set(key, new Set(await all));
    }),
  );
  return named;
}

/** What was given before to those who are given something in this stretch, and who else has it through a group or a policy. */
async function givenIn(told: readonly Told[], notebook: Notebook): Promise<GivenBook> {
  const book: GivenBook = new Map();
  let names = told.flatMap((one) => {
    const call = callIn(one);
    return call === null ? [] : givenNamesIn(call);
  });
  // A policy's holders may be groups, whose holders are users.
  for (let round = 0; round < 3 && names.length > 0; round++) {
    const found = await Promise.all(
      [...new Set(names)].map(async (name) => {
        const given = (await notebook.read<Given>(givenKey(name))) ?? { grants: [], holders: [] };
        book.set(name, given);
        const account = name.slice(0, name.indexOf(' '));
        return given.holders.map((holder) => givenName(account as AccountId, holder));
      }),
    );
    names = found.flat().filter((name) => !book.has(name));
  }
  return book;
}
