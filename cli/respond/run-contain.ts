import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { wordsIn } from '../../adapters/files/context-folder.ts';
import { type Arn, maskKey } from '../../core/model/brand.ts';
import { ownerName } from '../../core/model/owner.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import { respond } from '../../core/respond.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { readPolicyFile } from '../policy/policy-file.ts';
import { readContext } from '../replay/context.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { type OwnAws, openAws, portsOf } from './aws.ts';
import { orFault } from './aws-fault.ts';
import { brakesOn, mustBeUnprotected } from './brakes.ts';
import { mustBeAskable, mustBeMeant, mustBeWanted } from './confirm.ts';
import { lookTwice } from './look-twice.ts';
import { networksOf } from './networks.ts';
import { type OpenedSessions, sessionsOpenedWith } from './opened-sessions.ts';
import { type Order, type Orderable, orderOf, standingOrder } from './order.ts';
import { printPlan } from './print-plan.ts';
import { printResult, type Result, statusOf } from './print-result.ts';
import { resolve } from './resolve.ts';
import { openResponderState, type ResponderState } from './state.ts';
import type { Subject } from './subject.ts';
import type { UserCredentialKind } from './user-credential-kinds.ts';
import { endDeadClaims } from './worker.ts';

export interface ContainGiven {
  readonly action: Orderable;
  readonly reason: string;
  readonly user?: string;
  readonly kind?: UserCredentialKind;
  readonly network: readonly string[];
  readonly profile?: string;
  readonly region?: string;
  readonly state: string;
  readonly policy?: string;
  readonly context?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly evenMyOwn?: true;
  readonly overLimit?: true;
  readonly json?: true;
  /** Absent: on a terminal only. */
  readonly look?: boolean;
}

/** Resolves whom it is about, shows the plan, asks, acts; answers with the exit status. */
export async function runContain(credential: string, given: ContainGiven): Promise<number> {
  if (given.reason.trim() === '') throw new UsageError('The reason is empty.', 'Say why in a sentence: --reason TEXT.');
  mustBeAskable(given);
  const terminal = openTerminal();
  const policy = readPolicyFile(given.policy);
  const context = await readContext(given.context, policy);
  const aws = await openAws(given);
  const state = openResponderState(given.dryRun === true ? dryState(given.state) : given.state);
  const holds = context.declared.get(credential)?.holds;
  if (holds !== undefined)
    terminal.note(`Its owner declared that ${credential} holds ${nameOf(holds)}: that is contained.`);
  const subject = await orFault(resolve(holds ?? credential, given, aws, state));

  const declared = context.declared.get(subject.id) ?? context.declared.get(subject.principal) ?? null;
  const now = Date.now();
  const key = subject.kind === 'access-key' ? subject.id : subject.sessionKey;
  const isAboutSessions = given.action === 'disable' || given.action === 'revoke-sessions';
  const opened = key !== null && isAboutSessions ? await sessionsOpenedWith(key, aws, now) : nothingOpened;
  for (const sentence of opened.unread) terminal.note(sentence);
  const wanted = {
    children: opened.children,
    action: given.action,
    reason: given.reason.trim(),
    networks: networksOf(given.network, declared),
    owner: declared === null ? null : ownerName(declared.owner),
    secret: subject.kind === 'secret' ? (subject.id as Arn) : (declared?.rotation?.secret ?? null),
  };
  const fresh = orderOf(subject, wanted, aws, now);
  const order = await standingOrder(fresh, state.store);
  const isNew = order === fresh;
  mustBePossible(order);
  mustBeUnprotected(order.decision, policy, context.exemptions, now);
  printPlan(terminal, order, { aws, isNew, asResult: given.dryRun === true && given.json !== true });
  const { blastRadius } = wordsIn(context);
  const radius = blastRadius(subject.id) ?? blastRadius(subject.principal);
  const circumstances = { policy, declared, blastRadius: radius, aws, state, now };
  // What was begun has passed all that.
  const brakes = isNew ? await brakesOn(order, circumstances) : [];
  for (const why of brakes) terminal.note(`This speaks against it: ${why}.`);
  if (given.dryRun === true) {
    if (given.json) printResult(terminal, dryResult(order), true);
    return exitStatus.fine;
  }
  await confirm(order, subject, brakes, given);
  const isLook = given.look ?? process.stderr.isTTY === true;
  return carryOut(withBrakes(order, brakes), {
    aws,
    state,
    isNew,
    json: given.json === true,
    isLook,
    secret: wanted.secret,
  });
}

const nothingOpened: OpenedSessions = { children: [], unread: [] };

/** An access key is not printed whole beside the place that holds it. */
function nameOf(credential: string): string {
  return credential.startsWith('arn:') ? credential : maskKey(credential);
}

/** A plan for nothing is no plan: say why, and that nothing was done. */
function mustBePossible({ plan, decision }: Order): void {
  if (plan.measures.length > 0) return;
  const remedy =
    decision.action === 'pin'
      ? 'Name the networks to leave open: --network CIDR, or expected.networks in the context folder.'
      : 'Choose another --action, or act by hand. Nothing was changed.';
  throw new UsageError(plan.sentences.join(' '), remedy);
}

/** What a person went over is on record with their order. */
function withBrakes(order: Order, brakes: readonly string[]): Order {
  if (brakes.length === 0) return order;
  const reason = `${order.decision.reason} Over: ${brakes.join('; ')}.`;
  return { ...order, decision: { ...order.decision, reason } };
}

async function confirm(
  order: Order,
  { isOwn }: Subject,
  brakes: readonly string[],
  given: ContainGiven,
): Promise<void> {
  if (isOwn) {
    const what = 'This contains the credential that you are using: you may lock yourself out.';
    await mustBeMeant(what, { given: given.evenMyOwn === true, name: '--even-my-own' });
  }
  if (brakes.length > 0) {
    const what = brakes.map((why) => `${why.charAt(0).toUpperCase()}${why.slice(1)}.`).join(' ');
    await mustBeMeant(what, { given: given.overLimit === true, name: '--over-limit' });
  }
  await mustBeWanted(`Do this to ${order.decision.principal}?`, given);
}

interface Means {
  readonly aws: OwnAws;
  readonly state: ResponderState;
  readonly isNew: boolean;
  readonly json: boolean;
  /** Whether to wait a minute and look again. */
  readonly isLook: boolean;
  /** Whose rotation may make a new key at the same time. */
  readonly secret: Arn | null;
}

async function carryOut(
  { decision, facts }: Order,
  { aws, state, isNew, json, isLook, secret }: Means,
): Promise<number> {
  const ports = portsOf(aws, state);
  if (isNew) state.keep(decision);
  await endDeadClaims(await state.store.heldBy(decision.credential), hostname(), ports);
  const { outcomeId, outcome, actions } = await respond(decision, facts, ports);
  const terminal = openTerminal();
  printResult(terminal, { outcomeId, outcome, actions }, json);
  if (isLook && decision.action !== 'rotate') await lookTwice(outcomeId, ports, aws, secret, terminal);
  return statusOf(outcome);
}

/** Looking must not make a file. */
function dryState(path: string): string {
  return existsSync(path) ? path : ':memory:';
}

/** The same form as what an order answers that was carried out. */
function dryResult({ plan, decision }: Order): Result {
  const outcomeId = outcomeIdOf(decision.id);
  const outcome: Outcome = { kind: 'skipped', reason: 'dry run' };
  const actions = plan.measures.map(({ kind, sentence }) => {
    return { containmentId: `${outcomeId}.${kind}`, sentence, outcome };
  });
  return { outcomeId, outcome, actions };
}
