import { hostname } from 'node:os';
import type { Clients } from '../../adapters/aws/clients.ts';
import { reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import { readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import { type Caller, speaksFor } from '../../adapters/aws/responder/caller.ts';
import { keyLastUsed } from '../../adapters/aws/responder/last-use.ts';
import { ownRolePrefix } from '../../contract/permissions.ts';
import type { Arn } from '../../core/model/brand.ts';
import { nameIn } from '../../core/model/own-name.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import type { RespondPorts } from '../../core/outcome/ports.ts';
import { type ActionPlan, planActions } from '../../core/plan/action-plan.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type Facts, noNetworks, unseenFacts } from '../../core/plan/facts.ts';
import { respond } from '../../core/respond.ts';
import { carriedOut } from '../../core/sweep/findings.ts';
import { endDeadClaims } from '../respond/worker.ts';
import type { AccountResult, DueStep } from './account-result.ts';
import type { KeptSweep } from './kept-sweep.ts';

/** A decision that calls for more than a word, with what its plan takes to know. */
export interface Intended {
  readonly decision: Decision;
  readonly step: DueStep;
  readonly facts: Facts;
  readonly plan: ActionPlan;
}

export interface Applying {
  readonly clients: Clients;
  readonly caller: Caller;
  /** The role by which accounts are read: taking it away would end the sweep. */
  readonly roleName: string;
  readonly ports: RespondPorts;
}

/** What is not done, and why. */
export interface LeftUndone {
  readonly decision: Decision;
  readonly why: string;
}

/** Reads what each plan must know, as it is now; whoever was used in the meantime is left alone. */
export async function intend(
  results: readonly AccountResult[],
  applying: Applying,
): Promise<{ readonly intended: readonly Intended[]; readonly undone: readonly LeftUndone[] }> {
  const intended: Intended[] = [];
  const undone: LeftUndone[] = [];
  for (const { decisions, due } of results) {
    for (const decision of decisions) {
      const step = due[decision.id];
      if (step === undefined) continue;
      const one = await plannedNow(decision, step, applying);
      if (typeof one === 'string') undone.push({ decision, why: one });
      else intended.push(one);
    }
  }
  return { intended, undone };
}

/** The plan, or why there is none. */
async function plannedNow(decision: Decision, step: DueStep, applying: Applying): Promise<Intended | string> {
  const { clients, caller, roleName, ports } = applying;
  const { principal, accountId, kind, credential } = decision;
  const name = nameIn(principal);
  if (speaksFor(caller, principal as Arn)) return 'it is the credential that this sweep uses';
  if (name === roleName || name.toLowerCase().startsWith(ownRolePrefix))
    return 'this sweep, or Rescind itself, depends on it';
  try {
    const now = ports.clock.now();
    const known = step.known.lastUsedAt;
    const iam = await clients.iam(accountId);
    const isRotation = decision.action === 'rotate';
    // Of other kinds IAM knows the last use hours late, or not at all.
    const used = kind === 'access-key' && !isRotation ? await keyLastUsed(iam, credential) : null;
    // Keeping it to what it uses is for what is at work.
    if (step.known.boundary == null && used !== null && used > (known ?? Number.NEGATIVE_INFINITY))
      return 'it was used since the sweep read it';
    const read = principal.includes(':role/') ? readRole : readUser;
    const isOfIam = /:(?:user|role)\//.test(principal);
    const found = isRotation || !isOfIam ? null : await read(iam, name);
    const facts: Facts = {
      ...unseenFacts,
      now,
      uniqueId: found?.uniqueId ?? null,
      inlineCharacters: found?.inlineCharacters ?? 0,
      // What is to be off altogether keeps no network open.
      established: decision.action === 'pin' ? step.known.established : noNetworks,
      session: null,
      lastUsedAt: known,
      boundary: decision.action === 'pin' ? (step.known.boundary ?? null) : null,
    };
    const plan = planActions(decision, facts);
    return plan.measures.length === 0 ? plan.sentences.join(' ') : { decision, step, facts, plan };
  } catch (error) {
    // fails toward: no action, and the next sweep asks again
    return reasonOf(error);
  }
}

export interface Applied {
  readonly decision: Decision;
  readonly outcomeId: string;
  readonly outcome: Outcome;
}

/**
 * Acts on one decision after the other. What is done is on record before the next one begins: killed in the middle, the next
 * run finds the same decisions under the same ids and goes on.
 */
export async function* apply(
  intended: readonly Intended[],
  { ports }: Applying,
  kept: KeptSweep,
): AsyncGenerator<Applied> {
  for (const { decision, step, facts } of intended) {
    await endDeadClaims(await ports.store.heldBy(decision.credential), hostname(), ports);
    const { outcomeId, outcome } = await respond(decision, facts, ports);
    const finding = kept.remembered(step.subject);
    if (finding !== null && (outcome.kind === 'done' || outcome.kind === 'already-so')) {
      kept.note(step.subject, carriedOut(finding, outcomeId, ports.clock.now()));
    }
    yield { decision, outcomeId, outcome };
  }
}
