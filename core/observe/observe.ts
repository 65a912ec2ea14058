import type { AddressBook } from '../context/addresses.ts';
import { placeUse } from '../context/place.ts';
import { kinshipOf } from '../context/population.ts';
import type { Networks } from '../context/recorded-context.ts';
import { exitKeysOf } from '../fleet/exits.ts';
import type { FleetMemory } from '../fleet/members.ts';
import type { Surroundings } from '../fleet/surroundings.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Told } from '../intake/told.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import { day } from '../model/instant.ts';
import type { Announcement, Announcer } from '../plan/announcement.ts';
import { type CaseState, newCase } from '../plan/case.ts';
import type { Circumstances } from '../plan/decide.ts';
import { emptySpent, type Spent } from '../plan/limits.ts';
import { noteChildren } from './children.ts';
import { commitBaselines, commitExperience, commitNotes, mostRaces, noteMakers } from './commit.ts';
import { type Judged, judgeAll } from './judge-all.ts';
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
 * Takes one stretch of records, in order of time, through the same corridor as a replay, with all that is remembered kept in the stores. Where
 * somebody else wrote first, it starts again from what they left; that is safe, since evidence and habits only join, and judging twice adds
 * nothing. Throws where it loses that race again and again, or a port throws; the same stretch may then be given again.
 */
export async function observe(
  told: readonly Told[],
  surroundings: ObserveSurroundings,
  circumstances: Omit<Circumstances, 'spent'>,
  ports: ObservePorts,
): Promise<readonly Announcement[]> {
  return walk(told, surroundings, circumstances, ports, ports.announcer);
}

/**
 * The same for what is long over: it leaves habits and evidence behind, but nobody is told and nothing is done. Cases stay as they are, so
 * that the next use is answered with all that is known by then. Returns what would have been decided.
 */
export async function learnPast(
  told: readonly Told[],
  surroundings: ObserveSurroundings,
  circumstances: Omit<Circumstances, 'spent'>,
  ports: Stores,
): Promise<readonly Announcement[]> {
  return walk(told, surroundings, circumstances, ports, null);
}

/** `announcer` null: nobody is to be answered. */
async function walk(
  told: readonly Told[],
  surroundings: ObserveSurroundings,
  circumstances: Omit<Circumstances, 'spent'>,
  ports: Stores,
  announcer: Announcer | null,
): Promise<readonly Announcement[]> {
  const kinship = (credential: Credential) => kinshipOf(credential, surroundings.declared(credential));
  for (let race = 0; race < mostRaces; race++) {
    const notebook = new Notebook(ports.notes);
    const spent: Spent = (announcer === null ? null : await notebook.read<Spent>(limitsKey)) ?? emptySpent();
    const recalled = await recall(told, notebook, ports.contexts, kinship, exitsIn(told, surroundings.networks));
    const books = await addressBooksOf(told, recalled, notebook);
    const before = announcer === null ? casesOf(recalled) : null;
    const judged = judgeAll(told, surroundings, { ...circumstances, spent }, recalled, books);
    // Habits before the memo, which makes a repetition of the same use: what was not learned by then would never be.
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
    if (announcer === null) return judged.announcements;
    return announceAll(recalled, sessions.listed, notebook, { ...ports, announcer });
  }
  throw new Error('other processes kept writing first');
}

/** New decisions wait behind earlier ones that were never announced. With each goes whose work it would stop. */
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

/** Keys of the exits on record that this stretch may have used: addresses at providers of servers, which may be ways out of the house. */
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

/** Uses of credentials that nothing is on record of. */
function newIn(told: readonly Told[], { left }: Recalled): readonly CredentialUse[] {
  const known = new Set(left.map(([credential]) => subjectOf(credential)));
  return told.flatMap(({ use }) => (use === null || known.has(subjectOf(use.credential)) ? [] : [use]));
}

const decisionsKeptFor = 400 * day;

/** Also for credentials that are only spoken of: a decision about them needs to know where they call from. */
async function addressBooksOf(
  told: readonly Told[],
  { left }: Recalled,
  notebook: Notebook,
): Promise<Map<string, AddressBook>> {
  const used = told.flatMap(({ use }) => (use === null ? [] : [use.credential.principal]));
  const principals = new Set([...used, ...left.map(([credential]) => credential.principal)]);
  // A glance will do: addresses only count from the second day on, so the last minutes do not matter.
  const books = [...principals].map(async (principal) => {
    return [principal, (await notebook.glance<AddressBook>(addressesKey(principal))) ?? {}] as const;
  });
  return new Map(await Promise.all(books));
}

/** The decisions are stored by now. If announcing fails, they stay noted and the next stretch tries again. */
async function announceAll(
  { memory, unannounced }: Recalled,
  listed: ReadonlyMap<string, Listed>,
  notebook: Notebook,
  { notes, announcer }: ObservePorts,
) {
  const waiting = [...unannounced.values()].flat();
  if (waiting.length === 0) return waiting;
  // Whoever hears of a decision looks it up by its id, so it must be stored first. A refused write means that it is.
  for (const one of waiting) {
    const { id: key, at } = one.decision;
    const text = JSON.stringify(one);
    await notes.commit({ key: decisionKey(key), text, expectedVersion: null, until: at + decisionsKeptFor });
  }
  await announcer.announce(waiting);
  for (const [subject, member] of memory.members) {
    if ((unannounced.get(subject) ?? []).length === 0) continue;
    // If this write loses the race, the decision is announced again, under the same id.
    await notebook.write(memberKey(subject), noteOf(member, [], listed.get(subject) ?? []), null);
  }
  return waiting;
}
