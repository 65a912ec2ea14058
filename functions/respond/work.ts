import type { ClientsOptions } from '../../adapters/aws/clients.ts';
import { awsWitness } from '../../adapters/aws/made-since.ts';
import type { Teller } from '../../adapters/bus/teller.ts';
import type { Wish } from '../../contract/events.ts';
import type { ContextStore } from '../../core/context/context-store.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { startHandOver } from '../../core/hand-over.ts';
import { type HarmNote, harmKey } from '../../core/harm.ts';
import { type Credential, isToken } from '../../core/model/credential.ts';
import { parseInstant } from '../../core/model/instant.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import { type Harmed, harmOf } from '../../core/outcome/harm-of.ts';
import {
  type ActionResult,
  harmTold,
  lookTold,
  type Notice,
  pinnedMeanwhile,
  pinStays,
} from '../../core/outcome/notice.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import type { Clock, ContainmentStore, Ledger } from '../../core/outcome/ports.ts';
import {
  enablesStolenKey,
  holdCredential,
  type Kept,
  type Release,
  restore,
  upkeep,
} from '../../core/outcome/release.ts';
import { lookAgain, looksDue } from '../../core/outcome/second-look.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import { approved, awaitsWord, choicesFor } from '../../core/plan/approval.ts';
import { type Decision, originOf } from '../../core/plan/decision.ts';
import { protectionOfDecision } from '../../core/plan/exemption.ts';
import type { Facts } from '../../core/plan/facts.ts';
import { switchesOff } from '../../core/plan/measure.ts';
import { spared } from '../../core/plan/sparing.ts';
import { announcementOf } from '../../core/recall.ts';
import { respond } from '../../core/respond.ts';
import { isSettledSo } from '../answers.ts';
import type { Fresh, Settings } from '../settings.ts';
import { type Consent, consentTo } from './asking.ts';
import { braked } from './brakes.ts';
import { announcedAs, extendByAnswer, rotationFor, rotationOrdered } from './by-button.ts';
import { factsFor } from './facts.ts';
import { heed } from './heed.ts';
import { clientsFor, portsOf } from './means.ts';
import { pinFor, pinInForce, pinMeanwhile, supersede, takeBack } from './meanwhile.ts';
import type { TokenPorts } from './revoke.ts';
import { tellHandOvers } from './tell-hand-over.ts';

export interface Work {
  readonly store: ContainmentStore;
  readonly ledger: Ledger;
  /** What the function that observes has written: its word on a decision. */
  readonly memory: NoteStore;
  /** What was learned: of a key from its uses, and to teach it what an owner says was theirs. */
  readonly contexts: ContextStore;
  /** Where the budget is kept. */
  readonly notes: NoteStore;
  readonly teller: Teller;
  readonly settings: Fresh<Settings>;
  readonly clock: Clock;
  /** By what tokens are revoked that AWS does not know. */
  readonly tokens: TokenPorts;
  /** Whether the accounts have the role that writes inline denies. */
  readonly inlineDenies: boolean;
  /** Names this invocation: what a lease is held by. */
  readonly worker: string;
  readonly sdk?: NonNullable<ClientsOptions['sdk']>;
}

/** Worth another try soon: whoever is told waits for what comes of that. */
class NotYet extends Error {
  override readonly name = 'NotYet';
}

/**
 * Carries out the decision of that id. An event only rings the bell: what is done is what the table says, which nobody
 * but the function that observes can write. Throws where there is no such decision.
 */
export async function answerDecision(id: string, work: Work): Promise<string> {
  const { decision: decided, known } = await announcedAs(id, work);
  const settings = await work.settings();
  const { facts, errand, otherAdministrators } = await factsFor(decided, known, settings, work);
  const due = spared(decided, facts, settings.policy);
  const consent = await wordOn(due, settings, work);
  const byWord = consent?.kind === 'given';
  const decision = byWord ? approved(due) : due;
  const revocation = revocationOf(decision, settings, byWord);
  const brakes = { decision, settings, notes: work.notes, byWord, otherAdministrators };
  const { store, question } = braked(work.store, brakes);
  const ports = { ...portsOf(errand, work), store, ...(byWord && { worker: consent.by.join(' and ') }) };
  const response = await respond(decision, { ...facts, revocation }, ports);
  const { outcome } = response;
  await startHandOver(decision, facts, response, ports);
  if (outcome.kind === 'failed' && outcome.lasting === 'transient') throw new NotYet(outcome.error);
  const held = question();
  const asked = consent?.kind === 'asked' ? consent.question : held;
  const acted = hasActed(response.actions);
  if (isInForce(outcome)) await tell(await supersede(decision, ports), work);
  const pin = held === null ? null : pinFor(decision);
  const pinned =
    pin === null
      ? null
      : await pinMeanwhile(decision, pin, facts, {
          ...portsOf(errand, work),
          store: braked(work.store, { ...brakes, decision: pin }).store,
        });
  const told = consent?.kind === 'asked' ? withWord(response.notice, consent.why) : response.notice;
  const isPinned = pinned !== null && hasActed(pinned.actions);
  const notice = isPinned && held !== null ? pinnedMeanwhile(decision, told, pinned.notice, held.persons) : told;
  const actions = [...(pinned?.actions ?? []), ...response.actions];
  const choices = choicesFor(decision, acted, asked !== null, rotationFor(decision, settings) !== null);
  await work.teller.tellTaken(decision, { ...response, actions, notice, choices });
  // What is asked about is what would be done.
  if (asked !== null)
    await work.teller.tellAsked(approved(decision), { ...asked, policyVersion: settings.policy.version });
  return outcome.kind;
}

function isInForce({ kind }: Outcome): boolean {
  return kind === 'done' || kind === 'already-so';
}

function hasActed(actions: readonly ActionResult[]): boolean {
  return actions.some(({ outcome }) => isInForce(outcome));
}

/** What people say to the end of a token that no machine decides on; null where nobody is asked, or it could not be carried out. */
async function wordOn(decision: Decision, settings: Settings, work: Work): Promise<Consent | null> {
  if (!awaitsWord(decision) || revocationOf(decision, settings, false) === null) return null;
  const protection =
    settings.exemptions === null
      ? 'unread'
      : protectionOfDecision(decision, settings.policy, settings.exemptions, work.clock.now());
  return protection === null ? consentTo(decision, settings, work.notes, work.clock.now()) : null;
}

/** What waits for a word says so, and how it is given. */
function withWord(notice: Notice, why: string): Notice {
  return { ...notice, whatToDo: [`${why.charAt(0).toUpperCase()}${why.slice(1)}.`, ...notice.whatToDo] };
}

/** Takes back what honest work suffers by, leaves a pin where one is possible, and tells of it. Answers how many were taken back. */
export async function undoHarm(work: Work): Promise<Record<string, number>> {
  const { limits } = (await work.settings()).policy;
  const byPrincipal = Map.groupBy(await work.store.open(), ({ measure: { target } }) =>
    // Nothing that is done to a token is a deny that could refuse.
    target.kind === 'token' ? null : target.arn,
  );
  let undone = 0;
  for (const [principal, rows] of byPrincipal) {
    if (principal === null) continue;
    const note = await work.memory.load(harmKey(principal));
    if (note === null) continue;
    const { calls, doubtedAt } = JSON.parse(note.text) as HarmNote;
    const harmed = harmOf(rows, calls, doubtedAt, limits.harmfulDenials, work.clock.now());
    if (harmed === null) continue;
    undone += harmed.rows.length;
    await letGo(principal, harmed, work);
  }
  return undone === 0 ? {} : { harmUndone: undone };
}

async function letGo(principal: string, { rows, calls, networks }: Harmed, work: Work): Promise<void> {
  const sentence = `${calls} honest calls from ${networks.join(' and ')} were refused within a quarter of an hour, and nothing new speaks against ${principal}: what was done is taken back.`;
  for (const outcomeId of new Set(rows.map((row) => row.outcomeId))) {
    const of = rows.filter((row) => row.outcomeId === outcomeId);
    const [first] = of;
    if (first === undefined) continue;
    const about = { key: `harmed ${outcomeId}`, at: work.clock.now(), kind: 'harmed', by: 'harm' } as const;
    await work.ledger.append({ ...about, credential: first.credential, about: outcomeId, sentence });
    const announced = await announcementOf(originOf(first.decisionId), work.memory);
    if (announced !== null && of.some(({ measure }) => measure.kind === 'quarantine'))
      await pinInstead(announced, work);
    const ports = portsOf({ sourceIdentity: outcomeId }, work);
    const releases: Release[] = [];
    for (const { id } of of) releases.push(...(await restore(id, 'harm', ports)));
    await tell(releases, work);
    if (announced === null) continue;
    const { decision } = announced;
    const told = harmTold(decision, outcomeId, sentence, releases);
    await work.teller.tellTaken(decision, { ...told, choices: choicesFor(decision, false, false) });
  }
}

/** A thief in the honest network gains no more by it than a pin leaves open. */
async function pinInstead({ decision, known }: Announcement, work: Work): Promise<void> {
  const pin = pinFor(decision, 'honest calls were refused');
  const { facts, errand } = await factsFor(pin, known, await work.settings(), work);
  await respond(pin, facts, portsOf(errand, work));
}

/** What it is time to look at again, once IAM has spread what was done; what is found is told. Answers how much was found. */
export async function lookAround(work: Work): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const { words } = await work.settings();
  const secretOf = (id: string) => words.declared({ id } as Credential)?.rotation?.secret ?? null;
  for (const outcomeId of looksDue(await work.store.open(), work.clock.now())) {
    const errand = { sourceIdentity: outcomeId };
    const witness = awsWitness(clientsFor('contain', errand, work), clientsFor('rotate', errand, work), secretOf);
    const look = await lookAgain(outcomeId, { ...portsOf(errand, work), witness });
    if (look === null || look.found.length === 0) continue;
    counts.found = (counts.found ?? 0) + look.found.length;
    const announced = await announcementOf(originOf(look.decisionId), work.memory);
    if (announced === null) continue;
    const { decision } = announced;
    await work.teller.tellTaken(decision, { ...lookTold(decision, look), choices: choicesFor(decision, true, false) });
  }
  return counts;
}

/** Lifts what has expired, goes on with what is stuck, and sees that what is in force still is. */
export async function keepUp(work: Work): Promise<Record<string, number>> {
  const releases = await upkeep(portsOf({ sourceIdentity: 'rescind-upkeep' }, work));
  await tellHandOvers(releases, work);
  return tell(releases, work);
}

type Settling = Wish & { readonly wish: 'answer' };

export interface HoldOrder {
  readonly credential: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601; null where it stands until it is lifted. */
  readonly until: string | null;
}

/** Answers what came of what was in force, by outcome. `kept` stays on. */
export async function hold(
  { credential, by, reason, until }: HoldOrder,
  work: Work,
  kept: Kept,
): Promise<Record<string, number>> {
  const order = { credential, by, reason, until: until === null ? null : parseInstant(until) };
  return tell(await holdCredential(order, portsOf({ sourceIdentity: 'rescind-hold' }, work), kept), work);
}

/** Keys that evidence speaks against, unless the wish names them: to take an outcome back is not to say that a thief has gone. */
export function keptBy({ enableKey }: { readonly enableKey?: boolean | undefined }, { memory }: Work): Kept {
  return async (row) => {
    if (enableKey === true || !switchesOff(row.measure.kind)) return false;
    const announced = await announcementOf(originOf(row.decisionId), memory);
    return enablesStolenKey(row, announced?.decision ?? null);
  };
}

/**
 * A message that people settled something only rings the bell: what counts is what is on record, which only the functions
 * write that asked who they are. One that was overtaken since is left alone.
 */
export async function grantSettled(wish: Settling, work: Work): Promise<Record<string, number>> {
  return (await isSettledSo(wish, work.notes)) ? grant(wish, work) : { notSettled: 1 };
}

/** What people settled. Answers what came of the containments that it concerns, by outcome. */
export async function grant(wish: Settling, work: Work): Promise<Record<string, number>> {
  const trust = await heed(wish, work);
  switch (wish.choice) {
    case 'approve':
      return { ...trust, [await answerDecision(wish.id, work)]: 1 };
    case 'refuse':
      await sayThatPinStays(wish, work);
      return { ...trust };
    case 'stranger':
      return { ...trust };
    case 'extend':
      await extendByAnswer(wish, work);
      return { ...trust };
    case 'rotate':
      return { ...trust, [await rotateNow(wish, work)]: 1 };
    case 'mine':
    case 'undo': {
      const id = outcomeIdOf(wish.id);
      const releases = await takeBack(id, wish.by.join(' and '), portsOf({ sourceIdentity: id }, work));
      return { ...trust, ...(await tell(releases, work)) };
    }
  }
}

/**
 * Whoever refuses more says nothing against the pin, which nobody had to ask for: and one person's word must not lift what takes two to
 * lift. So it stays, and everybody hears how it goes.
 */
async function sayThatPinStays({ id, by }: Wish & { readonly wish: 'answer' }, work: Work): Promise<void> {
  const { decision } = await announcedAs(id, work);
  const stays = pinStays(decision, by, await pinInForce(decision, work.store));
  if (stays !== null) await work.teller.tellTaken(decision, { ...stays, choices: choicesFor(decision, true, false) });
}

/** Puts a new credential in its place, in the name of whoever ordered it. What cannot be is on record. */
async function rotateNow({ id, by }: Settling, work: Work): Promise<string> {
  const { decision, known } = await announcedAs(id, work);
  const at = work.clock.now();
  const settings = await work.settings();
  const ordered = rotationOrdered(decision, settings, at);
  if (typeof ordered === 'string') {
    const about = { key: `not rotated ${id}`, at, kind: 'answered', by: by.join(' and ') } as const;
    const sentence = `Not rotated: ${ordered}.`;
    await work.ledger.append({ ...about, credential: decision.credential, about: id, sentence });
    return 'skipped';
  }
  const { facts, errand } = await factsFor(ordered, known, settings, work);
  const ports = { ...portsOf(errand, work), worker: by.join(' and ') };
  const response = await respond(ordered, facts, ports);
  await startHandOver(ordered, facts, response, ports);
  if (response.outcome.kind === 'failed' && response.outcome.lasting === 'transient') {
    throw new NotYet(response.outcome.error);
  }
  await work.teller.tellTaken(ordered, { ...response, choices: [] });
  return response.outcome.kind;
}

/** As it is declared now. */
function revocationOf(
  { kind, credential }: Decision,
  { words }: Pick<Settings, 'words'>,
  isApproved: boolean,
): NonNullable<Facts['revocation']> | null {
  const how = isToken(kind) ? words.declared({ id: credential } as Credential)?.revocation : null;
  return how == null ? null : { how, isApproved };
}

export async function lift({ credential, by }: Pick<HoldOrder, 'credential' | 'by'>, work: Work): Promise<void> {
  const at = work.clock.now();
  await work.store.liftHold(credential);
  const about = { key: `lifted ${credential} ${at}`, at, kind: 'held', by, credential, about: credential } as const;
  await work.ledger.append({ ...about, sentence: `Hold lifted by ${by}.` });
}

async function tell(releases: readonly Release[], { store, teller }: Work): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { containmentId, outcome } of releases) {
    counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
    const row = await store.read(containmentId);
    if (row?.desired === 'released') await teller.tellRestored(containmentId, row.desiredBy, outcome);
  }
  return counts;
}
