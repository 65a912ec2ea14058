import { isLastAdministrator } from '../../adapters/aws/administrators.ts';
import { awsClients, type Clients, type ClientsOptions } from '../../adapters/aws/clients.ts';
import { awsExecutor } from '../../adapters/aws/executor.ts';
import { awsWitness } from '../../adapters/aws/made-since.ts';
import { readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import type { Teller } from '../../adapters/bus/teller.ts';
import type { Wish } from '../../contract/events.ts';
import { type ActingRole, isOwnRole, memberRoles, roleFor } from '../../contract/permissions.ts';
import { sealName, sealPath } from '../../contract/seal.ts';
import { childrenOf } from '../../core/children.ts';
import type { ContextStore } from '../../core/context/context-store.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { startHandOver } from '../../core/hand-over.ts';
import { type HarmNote, harmKey } from '../../core/harm.ts';
import { type Credential, isToken } from '../../core/model/credential.ts';
import { parseInstant } from '../../core/model/instant.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import { type Harmed, harmOf } from '../../core/outcome/harm-of.ts';
import { harmTold, lookTold } from '../../core/outcome/notice.ts';
import type { Clock, ContainmentStore, Executor, Ledger, RespondPorts } from '../../core/outcome/ports.ts';
import { holdCredential, type Release, restore, upkeep } from '../../core/outcome/release.ts';
import { lookAgain, looksDue } from '../../core/outcome/second-look.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import { choicesFor } from '../../core/plan/approval.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type Facts, unseenFacts } from '../../core/plan/facts.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import type { MeasureKind } from '../../core/plan/measure.ts';
import { spared } from '../../core/plan/sparing.ts';
import { targetOf } from '../../core/plan/target.ts';
import { decisionKey } from '../../core/recall.ts';
import { respond } from '../../core/respond.ts';
import type { Settings } from '../settings.ts';
import { approved } from './approve.ts';
import { standingQuestion } from './asking.ts';
import { braked, isHard } from './brakes.ts';
import { announcedAs, extendByAnswer, rotationFor, rotationOrdered } from './by-button.ts';
import { heed } from './heed.ts';
import { retiring } from './retire.ts';
import { revoking, type TokenPorts } from './revoke.ts';
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
  readonly settings: () => Promise<Settings>;
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
  const note = await work.memory.load(decisionKey(id));
  if (note === null) throw new Error('no such decision was made');
  const { decision: decided, known } = JSON.parse(note.text) as Announcement;
  const settings = await work.settings();
  const { facts, errand } = await factsFor(decided, known, work);
  const decision = spared(decided, facts, settings.policy, isHard(decided));
  const store = braked(work.store, { decision, settings, notes: work.notes });
  const ports = { ...portsOf(errand, work), store };
  const response = await respond(decision, { ...facts, revocation: revocationOf(decision, settings, false) }, ports);
  const { outcome } = response;
  await startHandOver(decision, facts, response, ports);
  if (outcome.kind === 'failed' && outcome.lasting === 'transient') throw new NotYet(outcome.error);
  const question = await standingQuestion(decision, settings, work.notes, work.clock.now());
  const acted = response.actions.some(
    (action) => action.outcome.kind === 'done' || action.outcome.kind === 'already-so',
  );
  const choices = choicesFor(decision, acted, question !== null, rotationFor(decision, settings) !== null);
  await work.teller.tellTaken(decision, { ...response, choices });
  if (question !== null) await work.teller.tellAsked(decision, { ...question, policyVersion: settings.policy.version });
  return outcome.kind;
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
    const note = await work.memory.load(decisionKey(first.decisionId));
    const announced = note === null ? null : (JSON.parse(note.text) as Announcement);
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
  const pin = { ...decision, id: `${decision.id}-pin`, action: 'pin', heldBack: 'honest calls were refused' } as const;
  const { facts, errand } = await factsFor(pin, known, work);
  await respond(pin, facts, portsOf(errand, work));
}

/** What it is time to look at again, once IAM has spread what was done; what is found is told. Answers how much was found. */
export async function lookAround(work: Work): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcomeId of looksDue(await work.store.open(), work.clock.now())) {
    const errand = { sourceIdentity: outcomeId };
    const witness = awsWitness(clientsFor('contain', errand, work));
    const look = await lookAgain(outcomeId, { ...portsOf(errand, work), witness });
    if (look === null || look.found.length === 0) continue;
    counts.found = (counts.found ?? 0) + look.found.length;
    const note = await work.memory.load(decisionKey(look.decisionId));
    if (note === null) continue;
    const { decision } = JSON.parse(note.text) as Announcement;
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

/** A person’s word, by way of IAM. Answers what came of the containments that it concerns, by outcome. */
export async function grant(wish: Exclude<Wish, { wish: 'say' }>, work: Work): Promise<Record<string, number>> {
  switch (wish.wish) {
    case 'restore':
      return tell(await restore(wish.id, wish.by, portsOf({ sourceIdentity: wish.id }, work)), work);
    case 'hold': {
      const until = wish.until === null ? null : parseInstant(wish.until);
      const hold = { credential: wish.credential, by: wish.by, reason: wish.reason, until };
      return tell(await holdCredential(hold, portsOf({ sourceIdentity: 'rescind-hold' }, work)), work);
    }
    case 'revoke':
      return { [await revokeApproved(wish, work)]: 1 };
    case 'lift':
      await lift(wish, work);
      return {};
    case 'answer':
      return grantAnswer(wish, work);
  }
}

async function grantAnswer(wish: Wish & { readonly wish: 'answer' }, work: Work): Promise<Record<string, number>> {
  const demoted = { demoted: (await heed(wish, work)).length };
  switch (wish.choice) {
    case 'approve':
      return { ...demoted, [await answerDecision(wish.id, work)]: 1 };
    case 'refuse':
    case 'stranger':
      return demoted;
    case 'extend':
      await extendByAnswer(wish, work);
      return demoted;
    case 'rotate':
      return { ...demoted, [await rotateNow(wish, work)]: 1 };
    case 'mine':
    case 'undo': {
      const id = outcomeIdOf(wish.id);
      const releases = await restore(id, wish.by.join(' and '), portsOf({ sourceIdentity: id }, work));
      return { ...demoted, ...(await tell(releases, work)) };
    }
  }
}

/** Puts a new credential in its place, in the name of whoever ordered it. What cannot be is on record. */
async function rotateNow({ id, by }: Wish & { readonly wish: 'answer' }, work: Work): Promise<string> {
  const { decision, known } = await announcedAs(id, work);
  const at = work.clock.now();
  const ordered = rotationOrdered(decision, await work.settings(), at);
  if (typeof ordered === 'string') {
    const about = { key: `not rotated ${id}`, at, kind: 'answered', by: by.join(' and ') } as const;
    await work.ledger.append({ ...about, credential: decision.credential, about: id, sentence: ordered });
    return 'skipped';
  }
  const { facts, errand } = await factsFor(ordered, known, work);
  const ports = { ...portsOf(errand, work), worker: by.join(' and ') };
  const response = await respond(ordered, facts, ports);
  await startHandOver(ordered, facts, response, ports);
  if (response.outcome.kind === 'failed' && response.outcome.lasting === 'transient') {
    throw new NotYet(response.outcome.error);
  }
  await work.teller.tellTaken(ordered, { ...response, choices: [] });
  return response.outcome.kind;
}

/** Carries out what a person approved of, in their name. */
async function revokeApproved({ id, by }: Wish & { readonly wish: 'revoke' }, work: Work): Promise<string> {
  const note = await work.memory.load(decisionKey(id));
  if (note === null) throw new Error('no such decision was made');
  const announced = JSON.parse(note.text) as Announcement;
  const settings = await work.settings();
  const decision = approved(announced, settings, work.clock.now());
  const revocation = revocationOf(decision, settings, true);
  const now = work.clock.now();
  const facts: Facts = { ...unseenFacts, ...announced.known, now, uniqueId: null, inlineCharacters: 0, revocation };
  const response = await respond(decision, facts, { ...portsOf({ sourceIdentity: id }, work), worker: by });
  await work.teller.tellTaken(decision, { ...response, choices: choicesFor(decision, true, false) });
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

async function lift({ credential, by }: Wish & { readonly wish: 'lift' }, work: Work): Promise<void> {
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

/** In whose name, and to what alone, where that is known beforehand. */
interface Errand {
  readonly sourceIdentity: string;
  readonly only?: readonly string[];
}

function clientsFor(role: ActingRole, { sourceIdentity, only }: Errand, { sdk }: Work): Clients {
  return awsClients({
    memberRole: memberRoles[role],
    sessionName: 'rescind',
    sourceIdentity,
    ...(only !== undefined && { only }),
    ...(sdk !== undefined && { sdk }),
  });
}

/** Each measure with the role that is there for its kind. */
function rolesFor(errand: Errand, work: Work): Executor {
  const made = new Map<ActingRole, Executor>();
  const of = (kind: MeasureKind) => {
    const role = roleFor(kind);
    const executor = made.get(role) ?? awsExecutor(clientsFor(role, errand, work));
    made.set(role, executor);
    return executor;
  };
  return {
    read: (measure) => of(measure.kind).read(measure),
    write: (measure, value) => of(measure.kind).write(measure, value),
  };
}

function executorFor(errand: Errand, work: Work): Executor {
  const { iam } = clientsFor('contain', errand, work);
  return retiring(revoking(rolesFor(errand, work), work.tokens), { iam, contexts: work.contexts, clock: work.clock });
}

function portsOf(errand: Errand, work: Work): RespondPorts {
  const { store, ledger, clock, worker } = work;
  // The notice goes out with the outcome, as an event; whoever delivers it has its own queue.
  const notifier = { send: async () => true };
  return { store, ledger, clock, worker, executor: executorFor(errand, work), notifier };
}

/** Nobody knows beforehand what a rotation, or a credential that is no principal, touches. */
function errandOf({ id, kind, action }: Decision, facts: Facts, target: ReturnType<typeof targetOf>): Errand {
  const isPrincipal = target.ok && action !== 'rotate' && (kind === 'access-key' || kind === 'role');
  if (!isPrincipal) return { sourceIdentity: id };
  const { arn, accountId } = target.value;
  const partition = arn.split(':')[1] ?? 'aws';
  const only = [arn, ...new Set(facts.children.map(({ role }) => role))];
  const seal = `arn:${partition}:iam::${accountId}:policy${sealPath}${sealName}`;
  // Who else is administrator is asked of the policy, and of the groups that bear it.
  const read = [`arn:${partition}:iam::aws:policy/*`, `arn:${partition}:iam::${accountId}:group/*`];
  return only.length > mostNamed ? { sourceIdentity: id } : { sourceIdentity: id, only: [...only, seal, ...read] };
}

/** A session policy has 2,048 characters, of which an ARN takes up to a hundred. */
const mostNamed = 12;

/** Asks IAM only where something is to be done: who merely observes needs no role in the account. */
async function factsFor(
  decision: Decision,
  known: Announcement['known'],
  work: Work,
): Promise<{ readonly facts: Facts; readonly errand: Errand }> {
  const { clock, memory, inlineDenies } = work;
  const key = decision.kind === 'access-key' ? decision.credential : decision.session;
  const children = key === null ? [] : await childrenOf(key, memory, clock.now());
  const now = clock.now();
  const facts: Facts = { ...unseenFacts, ...known, now, uniqueId: null, inlineCharacters: 0, inlineDenies, children };
  const target = targetOf(decision, facts);
  const errand = errandOf(decision, facts, target);
  if (decision.mode === 'observe' || !isDisruptive(decision.action) || !target.ok) return { facts, errand };
  const iam = await clientsFor('contain', errand, work).iam(decision.accountId);
  const { kind, name } = target.value;
  const found = await (kind === 'user' ? readUser(iam, name) : readRole(iam, name));
  const lastAdministrator = await isLastAdministrator(iam, target.value, isOwnRole);
  return { facts: { ...facts, ...found, lastAdministrator }, errand };
}
