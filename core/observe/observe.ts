import { type AddressBook, noteAddress, settledAddresses } from '../context/addresses.ts';
import { isExitKey } from '../context/exits.ts';
import { type Maker, makingOf } from '../context/grants/trail-evidence.ts';
import type { Baseline } from '../context/habits/baseline.ts';
import { commitJoined } from '../context/habits/context-store.ts';
import { isNews } from '../context/habits/news.ts';
import { placeUse } from '../context/place.ts';
import { kinshipOf, personOf } from '../context/population.ts';
import type { Network, Networks } from '../context/recorded-context.ts';
import type { SessionRecord } from '../context/session-record.ts';
import { sightingOf } from '../context/sighting.ts';
import { exitKeysOf } from '../fleet/exits.ts';
import { Fleet } from '../fleet/fleet.ts';
import type { Surroundings } from '../fleet/surroundings.ts';
import { groundsOf } from '../grounds.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Told } from '../intake/told.ts';
import { type Credential, neighbourhoodOf, subjectOf } from '../model/credential.ts';
import { day, type Instant } from '../model/instant.ts';
import type { Announcement, Announcer } from '../plan/announcement.ts';
import { newCase } from '../plan/case.ts';
import type { Circumstances } from '../plan/decide.ts';
import { noNetworks } from '../plan/facts.ts';
import { emptySpent, type Spent } from '../plan/limits.ts';
import { sessionFactsOf } from '../plan/session-facts.ts';
import { sharesOf } from '../plan/weighed.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { addHistograms, type Histograms } from '../verdict/experience.ts';
import { AtWork } from './at-work.ts';
import { noteChildren } from './children.ts';
import { Harm } from './harm.ts';
import { noteOf } from './member-note.ts';
import { Notebook } from './notebook.ts';
import {
  accountKey,
  addressesKey,
  decisionKey,
  experienceKey,
  givenKeptFor,
  givenKey,
  limitsKey,
  makerKey,
  memberKey,
  nameOf,
  populationKey,
  principalKey,
  type Recalled,
  recall,
  type Stores,
} from './recall.ts';
import { noteSeen } from './seen-credentials.ts';
import type { Listed } from './session-notes.ts';

export interface ObservePorts extends Stores {
  readonly announcer: Announcer;
}

export type ObserveSurroundings = Pick<Surroundings, 'networks' | 'declared' | 'inventoried' | 'ours'>;

/** A race lost is somebody else's progress, so this many in a row means that something is wrong. */
const mostRaces = 8;

/**
 * One stretch of records, in order of time, through the same corridor as a replay, with everything remembered in the
 * stores. A lost race is judged anew from what the winner left: judging twice adds nothing, since evidence and habits
 * only join. Throws where the race is lost again and again, or a port throws; then the same stretch may come again.
 */
export async function observe(
  told: readonly Told[],
  surroundings: ObserveSurroundings,
  circumstances: Omit<Circumstances, 'spent'>,
  ports: ObservePorts,
): Promise<readonly Announcement[]> {
  return walk(told, surroundings, circumstances, ports, 'answer');
}

/**
 * The same for what is long over: habits and evidence are kept, and nobody is told or answered. What a case has come to
 * meanwhile stays as it is, so that the next use is answered with all that is known. Answers with what would have been decided.
 */
export async function learnPast(
  told: readonly Told[],
  surroundings: ObserveSurroundings,
  circumstances: Omit<Circumstances, 'spent'>,
  ports: Stores,
): Promise<readonly Announcement[]> {
  return walk(told, surroundings, circumstances, { ...ports, announcer: nobody }, 'learn');
}

const nobody: Announcer = { announce: async () => {} };

async function walk(
  told: readonly Told[],
  surroundings: ObserveSurroundings,
  circumstances: Omit<Circumstances, 'spent'>,
  ports: ObservePorts,
  purpose: 'answer' | 'learn',
): Promise<readonly Announcement[]> {
  for (let race = 0; race < mostRaces; race++) {
    const notebook = new Notebook(ports.notes);
    const spent: Spent = (purpose === 'answer' ? await notebook.read<Spent>(limitsKey) : null) ?? emptySpent();
    const knownAccounts = new Set([...(surroundings.ours ?? []), ...told.flatMap(accountsIn)]);
    const kinship = (credential: Credential) => kinshipOf(credential, surroundings.declared(credential));
    const recalled = await recall(told, notebook, ports.contexts, kinship, exitsIn(told, surroundings.networks));
    const books = await addressBooksOf(told, recalled, notebook);
    const atWork = new AtWork(surroundings.declared);
    const harm = new Harm();
    const credentialOf = new Map<string, Assessment['credential']>();
    let beside = (): Omit<Announcement, 'decision'> => ({ subject: '', policyVersion: '', known: nothingKnown });
    let place: Network | null = null;
    const all: Surroundings = {
      ...surroundings,
      knownAccounts,
      ours: surroundings.ours ?? null,
      onUse: (use, network) => {
        place = network;
        const book = books.get(use.credential.principal) ?? {};
        noteAddress(book, use, network);
        atWork.note(use, network, book);
        harm.note(use, network, book);
      },
      onAssessment: (assessment, use, dossier) => {
        const { subject, policyVersion, credential, score } = assessment;
        const { session } = dossier;
        credentialOf.set(subject, credential);
        harm.hear(assessment, use);
        const at = place;
        // Few assessments come to a decision: only then is it worked out.
        beside = () => ({
          subject,
          policyVersion,
          known: knownOf(assessment, use, session, books.get(credential.principal) ?? {}),
          lesson: use === null ? null : sightingOf(use, at, session),
          weighed: { shares: sharesOf(score), grounds: groundsOf(assessment, dossier, circumstances.policy) },
        });
      },
    };
    const fleet = new Fleet(all, { ...circumstances, spent }, recalled.memory);
    for (const [credential, left] of recalled.left) fleet.admit(credential, left);
    const states = new Map(recalled.left.map(([credential, { state }]) => [subjectOf(credential), { ...state }]));
    const past: Announcement[] = [];
    for (const decision of fleet.take([...told])) {
      const announcement = { decision, ...beside() };
      if (purpose === 'learn') {
        past.push(announcement);
        continue;
      }
      const waiting = recalled.unannounced.get(announcement.subject) ?? [];
      recalled.unannounced.set(announcement.subject, [...waiting, announcement]);
    }
    if (purpose === 'learn') {
      spent.actions.length = 0;
      for (const [subject, { state }] of recalled.memory.members)
        Object.assign(state, states.get(subject) ?? newCase());
    }
    // Habits before the memo: a repetition is only counted, so what was not learned by then would never be.
    if (!(await commitBaselines(told, recalled, ports, kinship))) continue;
    await noteInUse(recalled, credentialOf, atWork, notebook);
    await noteSeen(newIn(told, recalled), ports.notes);
    const now = told.at(-1)?.at ?? 0;
    const sessions = recalled.sessions.divide(usedIn(told), now);
    const isWritten =
      (await noteChildren(told, notebook)) &&
      (await atWork.commit(notebook)) &&
      (await harm.commit(notebook, now)) &&
      (await recalled.sessions.commit(sessions.own, parentsIn(told), notebook, now)) &&
      (await commitNotes(recalled, sessions.listed, spent, books, notebook, now));
    if (!isWritten) continue;
    await noteMakers(told, ports);
    await commitExperience(recalled, now, ports);
    return purpose === 'learn' ? past : announceAll(recalled, sessions.listed, notebook, ports);
  }
  throw new Error('others wrote first again and again');
}

/** The addresses at providers of servers, which may be ways out of the house. */
function exitsIn(told: readonly Told[], networks: Networks): readonly string[] {
  const keys = told.flatMap(({ use }) => {
    const network = use === null ? null : placeUse(use, networks);
    return use === null || network === null ? [] : exitKeysOf(use, network);
  });
  return [...new Set(keys)];
}

function usedIn(told: readonly Told[]): Set<string> {
  return new Set(told.flatMap(({ use }) => (use === null ? [] : [subjectOf(use.credential)])));
}

/** The keys with which sessions were opened. */
function parentsIn(told: readonly Told[]): Set<string> {
  const keys = told.map(({ testimony }) => (testimony?.kind === 'mint' ? testimony.parent.accessKeyId : null));
  return new Set(keys.filter((key) => key !== null));
}

/** Uses of credentials of which nothing is on record. */
function newIn(told: readonly Told[], { left }: Recalled): readonly CredentialUse[] {
  const known = new Set(left.map(([credential]) => subjectOf(credential)));
  return told.flatMap(({ use }) => (use === null || known.has(subjectOf(use.credential)) ? [] : [use]));
}

/** For the sweeps, which ask whose a credential is. A race lost is lost to whoever saw the same, or made it anew. */
async function noteMakers(told: readonly Told[], { notes }: Stores): Promise<void> {
  const made = told.flatMap(({ use }) => {
    const making = use === null ? null : makingOf(use);
    return making === null ? [] : [making];
  });
  for (const [name, maker] of made) {
    const notebook = new Notebook(notes);
    const known = await notebook.read<Maker>(makerKey(name));
    if (known === null || known.at < maker.at) await notebook.write(makerKey(name), maker, maker.at + makersKeptFor);
  }
}

/** Whom it would hurt, beside each decision that is to be announced. */
async function noteInUse(
  { unannounced }: Recalled,
  credentialOf: ReadonlyMap<string, Assessment['credential']>,
  atWork: AtWork,
  notebook: Notebook,
): Promise<void> {
  for (const [subject, waiting] of unannounced) {
    const credential = credentialOf.get(subject);
    if (credential === undefined || waiting.length === 0) continue;
    const inUse = await atWork.of(credential, notebook);
    if (inUse === null) continue;
    unannounced.set(
      subject,
      waiting.map((one) => ({ ...one, known: { ...one.known, inUse } })),
    );
  }
}

const addressesKeptFor = 90 * day;
const experienceKeptFor = 90 * day;
const exitsKeptFor = 90 * day;
const decisionsKeptFor = 400 * day;
const makersKeptFor = 1_000 * day;
const nothingKnown: Announcement['known'] = { established: noNetworks, session: null, lastUsedAt: null };

/** Also of those who are only spoken of: what is decided about them needs to know where they call from. */
async function addressBooksOf(
  told: readonly Told[],
  { left }: Recalled,
  notebook: Notebook,
): Promise<Map<string, AddressBook>> {
  const used = told.flatMap(({ use }) => (use === null ? [] : [use.credential.principal]));
  const principals = new Set([...used, ...left.map(([credential]) => credential.principal)]);
  // An address counts from the second day on, so that those of the last minutes are not missed.
  const books = [...principals].map(async (principal) => {
    return [principal, (await notebook.glance<AddressBook>(addressesKey(principal))) ?? {}] as const;
  });
  return new Map(await Promise.all(books));
}

/** The networks by their addresses, since IAM knows no networks by name. */
function knownOf(
  assessment: Assessment,
  use: CredentialUse | null,
  session: SessionRecord | null,
  book: AddressBook,
): Announcement['known'] {
  const { establishedNetworks, at } = assessment;
  const vpcEndpoints = establishedNetworks.filter((id) => id.startsWith('vpce-'));
  const cidrs = establishedNetworks.flatMap((id) => settledAddresses(book, id, at));
  return {
    established: { ...noNetworks, cidrs, vpcEndpoints },
    session: sessionFactsOf(use, session),
    lastUsedAt: use?.at ?? null,
  };
}

function accountsIn({ use, testimony }: Told): string[] {
  const accountId = use?.credential.accountId ?? testimony?.accountId;
  return accountId === undefined ? [] : [accountId];
}

/**
 * False where one of them was judged by an old copy. What others learned meanwhile is joined, and what brought nothing new is
 * not written: the same event by the second lane, or one of many in an hour that is already as busy.
 */
async function commitBaselines(
  told: readonly Told[],
  { memory, versions, stored, unproven }: Recalled,
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
      const before = stored.get(subject);
      const isKnown = before !== undefined && !isNews(baseline, before, of);
      // An hour that is over joins no more, and an old copy may lie hours behind.
      if (unproven.has(subject)) {
        if (isKnown && (await contexts.load(subject))?.version === write.expectedVersion) return true;
        return (await contexts.commit(write)).kind === 'committed';
      }
      if (isKnown) return true;
      const result = await commitJoined(write, contexts);
      if (!result.ok) throw new Error(`the baseline of ${subject} is written by too many at once`);
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
 * More than go by one name where nobody makes up new ones: the people of a role that Identity Center gives. Of more, those of now are
 * kept, and whoever is at work is among them again with the next use; a note has no more than 400,000 bytes.
 */
const mostOfAName = 1_000;

async function commitNotes(
  { memory, named, unannounced }: Recalled,
  listed: ReadonlyMap<string, Listed>,
  spent: Spent,
  books: ReadonlyMap<string, AddressBook>,
  notebook: Notebook,
  now: Instant,
): Promise<boolean> {
  // What is spent goes first: a decision that is on record while its place in the limit was lost would break the limit.
  if (spent.actions.length > 0 && !(await notebook.write(limitsKey, spent, now + 3 * day))) return false;
  for (const [subject, { credential }] of memory.members) named.get(nameOf(credential) ?? '')?.add(subject);
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
 * After the notes, so that a race lost there counts no day twice. All of an account write here, so a race lost here is won
 * by adding to what the winner wrote; where that never comes to an end, the days are lost. fails toward: less experience.
 */
async function commitExperience({ memory }: Recalled, now: Instant, { notes }: Stores): Promise<void> {
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

/** What was decided is stored by now; what cannot be announced stays noted, and the next stretch tries again. */
async function announceAll(
  { memory, unannounced }: Recalled,
  listed: ReadonlyMap<string, Listed>,
  notebook: Notebook,
  { notes, announcer }: ObservePorts,
) {
  const waiting = [...unannounced.values()].flat();
  if (waiting.length === 0) return waiting;
  // Whoever hears of a decision looks it up by its id, so it must be there first; refused means that it is.
  for (const one of waiting) {
    const { id: key, at } = one.decision;
    const text = JSON.stringify(one);
    await notes.commit({ key: decisionKey(key), text, expectedVersion: null, until: at + decisionsKeptFor });
  }
  await announcer.announce(waiting);
  for (const [subject, member] of memory.members) {
    if ((unannounced.get(subject) ?? []).length === 0) continue;
    // Losing this race means announcing twice, under the same id.
    await notebook.write(memberKey(subject), noteOf(member, [], listed.get(subject) ?? []), null);
  }
  return waiting;
}
