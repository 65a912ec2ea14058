import { type Given, type GivenBook, givenName } from '../context/grants/given.ts';
import { type Maker, madeNames } from '../context/grants/maker.ts';
import { type Baseline, emptyBaseline } from '../context/habits/baseline.ts';
import type { ContextStore } from '../context/habits/context-store.ts';
import { type StoredHabits, storedHabits } from '../context/habits/news.ts';
import type { NoteStore } from '../context/note-store.ts';
import { personOf } from '../context/population.ts';
import { beginnerOf } from '../context/session-record.ts';
import { longestChain, Sessions, type Tracked } from '../context/sessions.ts';
import { storyKey } from '../context/story.ts';
import { emptyMemory, type FleetMemory, type Left } from '../fleet/members.ts';
import { secretIn } from '../fleet/rotation-failed.ts';
import { givenNamesIn, nameOfHolder } from '../fleet/widening.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Exposed, Found, Testimony } from '../intake/testimony.ts';
import type { Told } from '../intake/told.ts';
import type { AccountId } from '../model/brand.ts';
import { type Credential, isToken, neighbourhoodOf, subjectOf } from '../model/credential.ts';
import { day, type Instant } from '../model/instant.ts';
import { nameIn, rootArn } from '../model/own-name.ts';
import type { Announcement } from '../plan/announcement.ts';
import { emptyExperience } from '../verdict/experience.ts';
import { leftIn, type MemberNote } from './member-note.ts';
import type { Notebook } from './notebook.ts';
import { SessionNotes } from './session-notes.ts';

export interface Stores {
  readonly contexts: ContextStore;
  readonly notes: NoteStore;
}

/** What a stretch of records needs of what was remembered. */
export interface Recalled {
  readonly memory: FleetMemory;
  readonly left: readonly (readonly [Credential, Left])[];
  readonly sessions: SessionNotes;
  /** Of each stored baseline that was read: its version, and what it said then. */
  readonly versions: Map<string, number>;
  readonly stored: ReadonlyMap<string, StoredHabits>;
  /** Those of them that were copies of the process’s own. */
  readonly unproven: ReadonlySet<string>;
  /** Subjects by the name that a notice may give: users and roles of this stretch only. */
  readonly named: ReadonlyMap<string, Set<string>>;
  /** By subject: decided earlier, and not known to be announced. */
  readonly unannounced: Map<string, readonly Announcement[]>;
}

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
/** Null where nobody made such a decision. */
export async function announcementOf(id: string, notes: Pick<NoteStore, 'load'>): Promise<Announcement | null> {
  const note = await notes.load(decisionKey(id));
  return note === null ? null : (JSON.parse(note.text) as Announcement);
}

export const principalKey = (principal: string) => `principal ${principal}`;
export const populationKey = (account: string) => `population ${account}`;
export const experienceKey = (account: string) => `experience ${account}`;
export const accountKey = (account: string) => `account ${account}`;

export async function recall(
  told: readonly Told[],
  notebook: Notebook,
  contexts: ContextStore,
  kinshipOf: (credential: Credential) => string | null,
  exitsIn: readonly string[] = [],
): Promise<Recalled> {
  const given = await givenIn(told, notebook);
  const named = await namedIn(told, given, notebook);
  const sessions = new SessionNotes();
  const memory = { ...emptyMemory(), sessions: new Sessions(sessions.tracked), given };
  const versions = new Map<string, number>();
  const habits = new Map<string, StoredHabits>();
  const unproven = new Set<string>();
  const unannounced = new Map<string, readonly Announcement[]>();

  async function baselineOf(subject: string, mayBeOld: boolean): Promise<Baseline> {
    const stored = await contexts.load(subject, mayBeOld);
    if (stored !== null) {
      versions.set(subject, stored.version);
      habits.set(subject, storedHabits(stored.baseline));
    }
    if (stored?.mayBeOld === true) unproven.add(subject);
    return stored?.baseline ?? emptyBaseline();
  }

  // Every use changes the note of its credential and commits its baselines; of who is only spoken of, no copy will do.
  const used = new Set(told.flatMap(({ use }) => (use === null ? [] : [use.credential])));
  const usedSubjects = new Set([...used].map(subjectOf));
  const notes = new Map<string, MemberNote | null>();
  const readNotes = async (subjects: ReadonlySet<string>) => {
    const unread = [...subjects].filter((subject) => !notes.has(subject));
    await Promise.all(
      unread.map(async (subject) => {
        const note = await notebook.read<MemberNote>(memberKey(subject), usedSubjects.has(subject));
        notes.set(subject, note);
        sessions.list(subject, note?.sessions ?? []);
      }),
    );
  };
  // With the sessions that are noted with them, from which follows who else is meant.
  await readNotes(subjectsOf(told, new Map(), named, given));
  await readSessions(told, sessions, notebook);
  const strangers = [...used].filter((one) => !isToken(one.kind) && notes.get(subjectOf(one)) === null);
  await Promise.all(
    [...new Set(strangers.flatMap(madeNames))].map(async (name) => {
      const maker = await notebook.read<Maker>(makerKey(name));
      if (maker !== null) memory.made.set(name, maker);
    }),
  );
  const makers = [...memory.made.values(), ...[...notes.values()].flatMap((note) => note?.madeBy ?? [])];
  // Whose session it was that made it.
  await sessions.read(new Set(makers.flatMap(({ accessKeyId }) => accessKeyId ?? [])), notebook);
  const subjects = new Set([
    ...subjectsOf(told, sessions.tracked, named, given),
    ...makers.map(({ subject }) => subject),
  ]);
  await readNotes(subjects);
  const members = await Promise.all(
    [...subjects].map(async (subject) => {
      const note = notes.get(subject) ?? null;
      if (note === null) return [];
      unannounced.set(subject, note.unannounced);
      return [[note.credential, leftIn(note, await baselineOf(subject, usedSubjects.has(subject)))] as const];
    }),
  );
  const left = members.flat();
  const credentials = [
    ...told.flatMap(({ use }) => (use === null ? [] : [use.credential])),
    ...left.map(([one]) => one),
  ];
  const principals = new Set([
    ...credentials.filter(({ kind }) => kind !== 'role').map(({ principal }) => principal),
    ...credentials.flatMap((one) => [kinshipOf(one), personOf(one)]).filter((one) => one !== null),
  ]);
  const accounts = new Set(credentials.map(neighbourhoodOf));
  const stories = tellersIn(told, sessions.tracked).map(storyKey);
  const learning = new Set(
    [...used].flatMap((one) => [one.principal, kinshipOf(one), personOf(one), neighbourhoodOf(one)]),
  );
  const learned = (key: string, one: string) => baselineOf(key, learning.has(one));
  await Promise.all([
    ...[...principals].map(async (one) => memory.principals.set(one, await learned(principalKey(one), one))),
    ...[...accounts].map(async (one) => memory.accounts.set(one, await learned(accountKey(one), one))),
    ...[...accounts, ...exitsIn, ...stories].map(async (one) => {
      const seen = await notebook.read<readonly (readonly [string, Instant])[]>(populationKey(one));
      memory.populations.set(one, { seen: new Map(seen) });
    }),
    ...[...accounts].map(async (one) => {
      const all = await notebook.read<readonly (readonly [string, number[]])[]>(experienceKey(one));
      memory.experiences.set(one, { ...emptyExperience(), all: new Map(all) });
    }),
  ]);
  return { memory, left, sessions, named, versions, stored: habits, unproven, unannounced };
}

/** Who may turn out to be at work: whom the records of the sessions' making name, of this stretch or an earlier one. */
function tellersIn(told: readonly Told[], tracked: ReadonlyMap<string, Tracked>): readonly string[] {
  const made = new Map<string, string>();
  const ofKey = (key: string | null) => {
    if (key === null) return null;
    const parent = tracked.get(key)?.parent ?? null;
    return made.get(key) ?? (parent === null ? null : beginnerOf(parent));
  };
  for (const { testimony } of told) {
    if (testimony?.kind !== 'mint') continue;
    const { parent, child } = testimony;
    const teller = beginnerOf(parent) ?? ofKey(parent.accessKeyId);
    if (teller !== null) made.set(child.accessKeyId, teller);
  }
  const tellers = told.flatMap(({ use }) => {
    if (use?.credential.kind !== 'role') return [];
    return [use.credential.person, ofKey(use.session), ofKey(use.accessKeyId)].filter((one) => one !== null);
  });
  return [...new Set(tellers)];
}

/** What goes by the names that the stretch uses. Whoever only uses a name looks whether it is among them already. */
async function namedIn(told: readonly Told[], given: GivenBook, notebook: Notebook): Promise<Map<string, Set<string>>> {
  const meant = new Set([
    ...told.flatMap(({ testimony }) =>
      isNotice(testimony) ? [nameKey(testimony.accountId, testimony.userName ?? '')] : [],
    ),
    ...[...given.keys()].flatMap(keyOfGiven),
  ]);
  const used = told.flatMap(({ use }) => nameOf(use?.credential ?? null) ?? []);
  const named = new Map<string, Set<string>>();
  await Promise.all(
    [...new Set([...meant, ...used])].map(async (key) => {
      const all = meant.has(key) ? notebook.read<readonly string[]>(key) : notebook.glance<readonly string[]>(key);
      named.set(key, new Set(await all));
    }),
  );
  return named;
}

/** Where a credential is found by its user's or role's name; null for a token, of which no notice speaks: its client may have many each hour. */
export function nameOf(credential: Credential | null): string | null {
  if (credential === null || isToken(credential.kind)) return null;
  return nameKey(credential.accountId, nameIn(credential.principal));
}

/** The name that a user or role goes by, of whom a gift to `111122223333 user ada` is told. */
function keyOfGiven(name: string): readonly string[] {
  const [account = '', kind = ''] = name.split(' ');
  return kind === 'user' || kind === 'role' ? [nameKey(account, nameOfHolder(name.slice(account.length + 1)))] : [];
}

/** What was given before to whoever the stretch gives something, and who has it through a group or a policy. */
async function givenIn(told: readonly Told[], notebook: Notebook): Promise<GivenBook> {
  const book: GivenBook = new Map();
  let names = told.flatMap(({ use }) => (use === null ? [] : givenNamesIn(use)));
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

function isNotice(testimony: Testimony | null): testimony is Exposed | Found {
  return testimony?.kind === 'exposed' || testimony?.kind === 'finding';
}

/** The access keys that a notice names. */
function keysIn(testimony: Testimony | null): string[] {
  if (!isNotice(testimony)) return [];
  const keys = testimony.kind === 'exposed' ? testimony.accessKeyIds : [testimony.accessKeyId];
  return keys.filter((key) => key !== null);
}

/** The sessions that were used or made, and those that had them made. */
async function readSessions(told: readonly Told[], sessions: SessionNotes, notebook: Notebook): Promise<void> {
  const keys = told.flatMap(({ use, testimony }) => [
    ...(use === null ? [] : [use.session, signedWith(use)].filter((key) => key !== null)),
    ...(testimony?.kind === 'mint' ? [testimony.child.accessKeyId] : []),
    ...keysIn(testimony),
  ]);
  await sessions.read(new Set(keys), notebook);
  const read = new Set<string>();
  for (let link = 0; link < longestChain; link++) {
    const makers = parentKeysOf(told, sessions.tracked);
    const unread = new Set([...makers].filter((key) => !read.has(key)));
    if (unread.size === 0) return;
    await sessions.read(unread, notebook);
    for (const key of unread) read.add(key);
  }
}

/** The key that STS may have made. The console draws a new one for a signed-in user's every click, and nobody asks STS for those. */
function signedWith({ accessKeyId, credential }: CredentialUse): string | null {
  return credential.kind === 'console-password' ? null : accessKeyId;
}

function parentKeysOf(told: readonly Told[], tracked: ReadonlyMap<string, Tracked>): Set<string> {
  const made = told.map(({ testimony }) => (testimony?.kind === 'mint' ? testimony.parent.accessKeyId : null));
  const known = [...tracked.values()].flatMap(({ parent }) => [parent?.accessKeyId ?? null, parent?.first ?? null]);
  return new Set([...made, ...known].filter((key) => key !== null));
}

/** The credentials that were used, that had a session made, or that a notice may mean. */
function subjectsOf(
  told: readonly Told[],
  tracked: ReadonlyMap<string, Tracked>,
  named: ReadonlyMap<string, ReadonlySet<string>>,
  given: GivenBook,
): Set<string> {
  const users = told.flatMap(({ use }) => (use === null ? [] : [subjectOf(use.credential)]));
  const keys = new Set([...parentKeysOf(told, tracked), ...told.flatMap(({ testimony }) => keysIn(testimony))]);
  const byKey = [...keys].flatMap((key) => [
    `access-key ${key}`,
    ...[tracked.get(key)?.subject ?? null].filter((subject) => subject !== null),
  ]);
  const byName = told.flatMap(({ testimony }) =>
    isNotice(testimony) ? [...(named.get(nameKey(testimony.accountId, testimony.userName ?? '')) ?? [])] : [],
  );
  // Root has no name of its own.
  const roots = told.flatMap(({ testimony }) =>
    testimony?.kind === 'finding' && testimony.holder === 'root' ? [`root ${rootArn(testimony.accountId)}`] : [],
  );
  const secrets = told.flatMap(({ testimony }) =>
    testimony?.kind === 'not-rotated' ? [subjectOf(secretIn(testimony))] : [],
  );
  const byGift = [...given.keys()].flatMap(keyOfGiven).flatMap((key) => [...(named.get(key) ?? [])]);
  return new Set([...users, ...byKey, ...byName, ...roots, ...secrets, ...byGift]);
}
