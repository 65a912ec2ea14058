import { commitJoined } from './context/context-store.ts';
import { Fleet, nameIn, type Surroundings } from './fleet.ts';
import type { Told } from './intake/told.ts';
import { noteOf } from './member-note.ts';
import { subjectOf } from './model/credential.ts';
import { day } from './model/instant.ts';
import { Notebook } from './notebook.ts';
import type { Announcement, Announcer } from './plan/announcement.ts';
import type { Circumstances } from './plan/decide.ts';
import { emptySpent, type Spent } from './plan/limits.ts';
import {
  accountKey,
  limitsKey,
  memberKey,
  nameKey,
  principalKey,
  type Recalled,
  recall,
  type Stores,
  sessionKey,
} from './recall.ts';

export interface ObservePorts extends Stores {
  readonly announcer: Announcer;
}

export type ObserveSurroundings = Pick<Surroundings, 'networks' | 'declared' | 'inventoried'>;

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
  for (let race = 0; race < mostRaces; race++) {
    const notebook = new Notebook(ports.notes);
    const spent: Spent = (await notebook.read<Spent>(limitsKey)) ?? emptySpent();
    const knownAccounts = new Set(told.flatMap(accountsIn));
    const heard = { subject: '', policyVersion: '' };
    const onAssessment: Surroundings['onAssessment'] = ({ subject, policyVersion }) =>
      void Object.assign(heard, { subject, policyVersion });
    const all = { ...surroundings, knownAccounts, onAssessment };
    const recalled = await recall(told, notebook, ports.contexts);
    const fleet = new Fleet(all, { ...circumstances, spent }, recalled.memory);
    for (const [credential, left] of recalled.left) fleet.admit(credential, left);
    for (const decision of fleet.take([...told])) {
      const waiting = recalled.unannounced.get(heard.subject) ?? [];
      recalled.unannounced.set(heard.subject, [...waiting, { decision, ...heard }]);
    }
    // Habits before the memo: a repetition is only counted, so what was not learned by then would never be.
    await commitBaselines(told, recalled, ports);
    if (await commitNotes(told, recalled, spent, notebook)) return announceAll(recalled, notebook, ports.announcer);
  }
  throw new Error('others wrote first again and again');
}

function accountsIn({ use, testimony }: Told): string[] {
  const accountId = use?.credential.accountId ?? testimony?.accountId;
  return accountId === undefined ? [] : [accountId];
}

async function commitBaselines(told: readonly Told[], { memory, versions }: Recalled, { contexts }: Stores) {
  const touched = new Map<string, Parameters<typeof commitJoined>[0]['baseline'] | undefined>();
  for (const { use } of told) {
    if (use === null) continue;
    const { accountId, principal } = use.credential;
    touched.set(subjectOf(use.credential), memory.members.get(subjectOf(use.credential))?.dossier.baseline);
    touched.set(principalKey(principal), memory.principals.get(principal));
    touched.set(accountKey(accountId), memory.accounts.get(accountId));
  }
  await Promise.all(
    [...touched].map(async ([subject, baseline]) => {
      if (baseline === undefined) return;
      const write = { subject, baseline, expectedVersion: versions.get(subject) ?? null };
      const result = await commitJoined(write, contexts);
      if (!result.ok) throw new Error(`the baseline of ${subject} is written by too many at once`);
    }),
  );
}

async function commitNotes(
  told: readonly Told[],
  { memory, tracked, named, unannounced }: Recalled,
  spent: Spent,
  notebook: Notebook,
): Promise<boolean> {
  const now = told.at(-1)?.at ?? 0;
  // What is spent goes first: a decision that is on record while its place in the limit was lost would break the limit.
  if (spent.actions.length > 0 && !(await notebook.write(limitsKey, spent, now + 3 * day))) return false;
  for (const [subject, { credential }] of memory.members) {
    named.get(nameKey(credential.accountId, nameIn(credential.principal)))?.add(subject);
  }
  const written = await Promise.all([
    ...[...memory.members].map(([subject, member]) =>
      notebook.write(memberKey(subject), noteOf(member, unannounced.get(subject) ?? []), null),
    ),
    ...[...tracked].map(([key, session]) => notebook.write(sessionKey(key), session, now + 3 * day)),
    ...[...named].map(([key, subjects]) => subjects.size === 0 || notebook.write(key, [...subjects].sort(), null)),
  ]);
  return written.every(Boolean);
}

/** What was decided is stored by now; what cannot be announced stays noted, and the next stretch tries again. */
async function announceAll({ memory, unannounced }: Recalled, notebook: Notebook, announcer: Announcer) {
  const waiting = [...unannounced.values()].flat();
  if (waiting.length === 0) return waiting;
  await announcer.announce(waiting);
  for (const [subject, member] of memory.members) {
    if ((unannounced.get(subject) ?? []).length === 0) continue;
    // Losing this race means announcing twice, under the same id.
    await notebook.write(memberKey(subject), noteOf(member, []), null);
  }
  return waiting;
}
