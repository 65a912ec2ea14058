import { type AddressBook, noteAddress, settledAddresses } from '../context/addresses.ts';
import { placeUse } from '../context/place.ts';
import { kinshipOf } from '../context/population.ts';
import type { Network, Networks } from '../context/recorded-context.ts';
import type { SessionRecord } from '../context/session-record.ts';
import { sightingOf } from '../context/sighting.ts';
import { exitKeysOf } from '../fleet/exits.ts';
import { Fleet } from '../fleet/fleet.ts';
import type { FleetMemory } from '../fleet/members.ts';
import type { Surroundings } from '../fleet/surroundings.ts';
import { groundsOf } from '../grounds.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Told } from '../intake/told.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import { day } from '../model/instant.ts';
import type { Announcement, Announcer } from '../plan/announcement.ts';
import { type CaseState, newCase } from '../plan/case.ts';
import type { Circumstances } from '../plan/decide.ts';
import { noNetworks } from '../plan/facts.ts';
import { emptySpent, type Spent } from '../plan/limits.ts';
import { sessionFactsOf } from '../plan/session-facts.ts';
import { sharesOf } from '../plan/weighed.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { AtWork } from './at-work.ts';
import { noteChildren } from './children.ts';
import { commitBaselines, commitExperience, commitNotes, mostRaces, noteMakers } from './commit.ts';
import { Harm } from './harm.ts';
import { noteOf } from './member-note.ts';
import { addressesKey, decisionKey, limitsKey, memberKey } from './note-keys.ts';
import { Notebook } from './notebook.ts';
import { type Recalled, recall, type Stores } from './recall.ts';
import { noteSeen } from './seen-credentials.ts';
import type { Listed } from './session-notes.ts';

export interface ObservePorts extends Stores {
  readonly announcer: Announcer;
}

export type ObserveSurroundings = Pick<Surroundings, 'networks' | 'declared' | 'inventoried' | 'ours'>;

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
  const kinship = (credential: Credential) => kinshipOf(credential, surroundings.declared(credential));
  for (let race = 0; race < mostRaces; race++) {
    const notebook = new Notebook(ports.notes);
    const spent: Spent = (purpose === 'answer' ? await notebook.read<Spent>(limitsKey) : null) ?? emptySpent();
    const recalled = await recall(told, notebook, ports.contexts, kinship, exitsIn(told, surroundings.networks));
    const books = await addressBooksOf(told, recalled, notebook);
    const before = purpose === 'learn' ? casesOf(recalled) : null;
    const judged = judgeAll(told, surroundings, { ...circumstances, spent }, recalled, books);
    // Habits before the memo: a repetition is only counted, so what was not learned by then would never be.
    if (!(await commitBaselines(told, recalled, ports, kinship))) continue;
    if (before === null) await noteWaiting(judged, recalled, notebook);
    else leaveUnanswered(recalled.memory, before, spent);
    await noteSeen(newIn(told, recalled), ports.notes);
    const now = told.at(-1)?.at ?? 0;
    const sessions = recalled.sessions.divide(usedIn(told), now);
    const isWritten =
      (await noteChildren(told, notebook)) &&
      (await judged.atWork.commit(notebook)) &&
      (await judged.harm.commit(notebook, now)) &&
      (await recalled.sessions.commit(sessions.own, parentsIn(told), notebook, now)) &&
      (await commitNotes(recalled, sessions.listed, spent, books, notebook, now));
    if (!isWritten) continue;
    await noteMakers(told, ports);
    await commitExperience(recalled, now, ports);
    return purpose === 'learn' ? judged.announcements : announceAll(recalled, sessions.listed, notebook, ports);
  }
  throw new Error('others wrote first again and again');
}

/** What a stretch comes to in memory, before anything of it is written. */
interface Judged {
  readonly announcements: readonly Announcement[];
  readonly credentialOf: ReadonlyMap<string, Credential>;
  readonly atWork: AtWork;
  readonly harm: Harm;
}

function judgeAll(
  told: readonly Told[],
  surroundings: ObserveSurroundings,
  circumstances: Circumstances,
  recalled: Recalled,
  books: ReadonlyMap<string, AddressBook>,
): Judged {
  const ours = surroundings.ours ?? null;
  const atWork = new AtWork(surroundings.declared);
  const harm = new Harm();
  const credentialOf = new Map<string, Credential>();
  let beside = (): Omit<Announcement, 'decision'> => ({ subject: '', policyVersion: '', known: nothingKnown });
  let place: Network | null = null;
  const all: Surroundings = {
    ...surroundings,
    knownAccounts: new Set([...(ours ?? []), ...told.flatMap(accountsIn)]),
    ours,
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
  const fleet = new Fleet(all, circumstances, recalled.memory);
  for (const [credential, left] of recalled.left) fleet.admit(credential, left);
  const announcements: Announcement[] = [];
  for (const decision of fleet.take([...told])) announcements.push({ decision, ...beside() });
  return { announcements, credentialOf, atWork, harm };
}

/** What was decided now waits behind what was decided earlier and never announced; beside each, whom it would hurt. */
async function noteWaiting(
  { announcements, credentialOf, atWork }: Judged,
  { unannounced }: Recalled,
  notebook: Notebook,
): Promise<void> {
  for (const announcement of announcements) {
    const { subject } = announcement;
    unannounced.set(subject, [...(unannounced.get(subject) ?? []), announcement]);
  }
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

/** Copies, since what is judged changes them. */
function casesOf({ left }: Recalled): ReadonlyMap<string, CaseState> {
  return new Map(left.map(([credential, { state }]) => [subjectOf(credential), { ...state }]));
}

/** As if nobody had been answered: each case stays as it was, and nothing is spent. */
function leaveUnanswered({ members }: FleetMemory, cases: ReadonlyMap<string, CaseState>, spent: Spent): void {
  spent.actions.length = 0;
  for (const [subject, { state }] of members) Object.assign(state, cases.get(subject) ?? newCase());
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

const decisionsKeptFor = 400 * day;
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
