import { awsClients, type Clients, type ClientsOptions } from '../../adapters/aws/clients.ts';
import { awsExecutor } from '../../adapters/aws/executor.ts';
import { readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import type { Teller } from '../../adapters/bus/teller.ts';
import type { Wish } from '../../contract/events.ts';
import { memberRoles } from '../../contract/permissions.ts';
import type { ContextStore } from '../../core/context/context-store.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { startHandOver } from '../../core/hand-over.ts';
import { type Credential, isToken } from '../../core/model/credential.ts';
import { parseInstant } from '../../core/model/instant.ts';
import type { Clock, ContainmentStore, Ledger, RespondPorts } from '../../core/outcome/ports.ts';
import { holdCredential, type Release, restore, upkeep } from '../../core/outcome/release.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Facts } from '../../core/plan/facts.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { targetOf } from '../../core/plan/target.ts';
import { decisionKey } from '../../core/recall.ts';
import { respond } from '../../core/respond.ts';
import type { Settings } from '../settings.ts';
import { approved } from './approve.ts';
import { braked } from './brakes.ts';
import { retiring } from './retire.ts';
import { revoking, type TokenPorts } from './revoke.ts';
import { tellHandOvers } from './tell-hand-over.ts';

export interface Work {
  readonly store: ContainmentStore;
  readonly ledger: Ledger;
  /** What the function that observes has written: its word on a decision. */
  readonly memory: Pick<NoteStore, 'load'>;
  /** What was learned of a key from its uses. */
  readonly contexts: Pick<ContextStore, 'load'>;
  /** Where the budget is kept. */
  readonly notes: NoteStore;
  readonly teller: Teller;
  readonly settings: () => Promise<Settings>;
  readonly clock: Clock;
  /** By what tokens are revoked that AWS does not know. */
  readonly tokens: TokenPorts;
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
  const { decision, known } = JSON.parse(note.text) as Announcement;
  const clients = clientsFor(decision.id, work);
  const settings = await work.settings();
  const store = braked(work.store, { decision, settings, notes: work.notes });
  const facts = {
    ...(await factsFor(decision, known, clients, work.clock)),
    revocation: revocationOf(decision, settings, false),
  };
  const response = await respond(decision, facts, { ...portsOf(work, clients), store });
  const { outcome } = response;
  await startHandOver(decision, facts, response, { ...portsOf(work, clients), store });
  if (outcome.kind === 'failed' && outcome.lasting === 'transient') throw new NotYet(outcome.error);
  await work.teller.tellTaken(decision, response);
  return outcome.kind;
}

/** Lifts what has expired, goes on with what is stuck, and sees that what is in force still is. */
export async function keepUp(work: Work): Promise<Record<string, number>> {
  const releases = await upkeep(portsOf(work, clientsFor('rescind-upkeep', work)));
  await tellHandOvers(releases, work);
  return tell(releases, work);
}

/** A person’s word, by way of IAM. Answers what came of the containments that it concerns, by outcome. */
export async function grant(wish: Wish, work: Work): Promise<Record<string, number>> {
  switch (wish.wish) {
    case 'restore':
      return tell(await restore(wish.id, wish.by, portsOf(work, clientsFor(wish.id, work))), work);
    case 'hold': {
      const until = wish.until === null ? null : parseInstant(wish.until);
      const hold = { credential: wish.credential, by: wish.by, reason: wish.reason, until };
      return tell(await holdCredential(hold, portsOf(work, clientsFor('rescind-hold', work))), work);
    }
    case 'revoke':
      return { [await revokeApproved(wish, work)]: 1 };
    case 'lift':
      await lift(wish, work);
      return {};
  }
}

/** Carries out what a person approved of, in their name. */
async function revokeApproved({ id, by }: Wish & { readonly wish: 'revoke' }, work: Work): Promise<string> {
  const note = await work.memory.load(decisionKey(id));
  if (note === null) throw new Error('no such decision was made');
  const announced = JSON.parse(note.text) as Announcement;
  const settings = await work.settings();
  const decision = approved(announced, settings, work.clock.now());
  const revocation = revocationOf(decision, settings, true);
  const facts: Facts = { ...announced.known, now: work.clock.now(), uniqueId: null, inlineCharacters: 0, revocation };
  const response = await respond(decision, facts, { ...portsOf(work, clientsFor(id, work)), worker: by });
  await work.teller.tellTaken(decision, response);
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

function clientsFor(sourceIdentity: string, { sdk }: Work): Clients {
  return awsClients({
    memberRole: memberRoles.contain,
    sessionName: 'rescind',
    sourceIdentity,
    ...(sdk !== undefined && { sdk }),
  });
}

function portsOf({ store, ledger, clock, worker, tokens, contexts }: Work, clients: Clients): RespondPorts {
  // The notice goes out with the outcome, as an event; whoever delivers it has its own queue.
  const notifier = { send: async () => true };
  const executor = retiring(revoking(awsExecutor(clients), tokens), { iam: clients.iam, contexts, clock });
  return { store, ledger, clock, worker, executor, notifier };
}

/** Asks IAM only where something is to be done: who merely observes needs no role in the account. */
async function factsFor(
  decision: Decision,
  known: Announcement['known'],
  clients: Clients,
  clock: Clock,
): Promise<Facts> {
  const facts: Facts = { ...known, now: clock.now(), uniqueId: null, inlineCharacters: 0 };
  const target = targetOf(decision, facts);
  if (decision.mode === 'observe' || !isDisruptive(decision.action) || !target.ok) return facts;
  const iam = await clients.iam(decision.accountId);
  const { kind, name } = target.value;
  const found = await (kind === 'user' ? readUser(iam, name) : readRole(iam, name));
  return found === null
    ? facts
    : { ...facts, uniqueId: found.uniqueId, inlineCharacters: found.inlineCharacters, trust: found.trust };
}
