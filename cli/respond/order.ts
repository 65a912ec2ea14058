import { randomBytes } from 'node:crypto';
import type { Arn } from '../../core/model/brand.ts';
import type { Instant } from '../../core/model/instant.ts';
import { type Containment, goalOf, isClosed, isSettled } from '../../core/outcome/containment.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';
import { type ActionPlan, planActions } from '../../core/plan/action-plan.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type ChildSession, type EstablishedNetworks, type Facts, unseenFacts } from '../../core/plan/facts.ts';
import type { Measure } from '../../core/plan/measures/measure.ts';
import type { OwnAws } from './aws.ts';
import type { Subject } from './subject.ts';

export const orderable = ['pin', 'quarantine', 'revoke-sessions', 'disable', 'rotate'] as const;
export type Orderable = (typeof orderable)[number];

/** What a person wants done, with what it takes to do it. */
export interface Order {
  readonly decision: Decision;
  readonly facts: Facts;
  readonly plan: ActionPlan;
}

export interface Wanted {
  readonly action: Orderable;
  readonly reason: string;
  readonly networks: EstablishedNetworks;
  readonly owner: string | null;
  /** The secret whose rotation replaces the credential, where one is known. */
  readonly secret: Arn | null;
  /** Sessions of roles that were opened with it. */
  readonly children: readonly ChildSession[];
}

/** A person's order is a decision like the judge's, but for the evidence: there is their word instead of a score. */
export function orderOf(subject: Subject, wanted: Wanted, { caller }: OwnAws, now: Instant): Order {
  const { action, reason, networks, owner, secret, children } = wanted;
  const decision: Decision = {
    id: `d_${randomBytes(8).toString('hex')}`,
    at: now,
    accountId: subject.person?.accountId ?? caller.accountId,
    credential: subject.id,
    session: subject.sessionKey,
    kind: subject.kind,
    principal: subject.principal,
    owner,
    action,
    score: 0,
    verdict: 'compromised',
    families: ['anomalous'],
    signals: [],
    reason: `Ordered by ${caller.arn}: ${reason.replace(/\.$/, '')}.`,
    eventId: null,
    // Observe mode holds back the automaton, not a person.
    mode: 'enforce',
    reversible: action !== 'rotate' && subject.kind !== 'event-connection',
    expiresAt: null,
    heldBack: null,
    purpose: null,
    rotation: action === 'rotate' && secret !== null ? { secret, unlessSince: null } : null,
  };
  const facts: Facts = {
    now,
    uniqueId: subject.found?.uniqueId ?? null,
    inlineCharacters: subject.found?.inlineCharacters ?? 0,
    established: networks,
    session: subject.session,
    // IAM's own date is hours late, too late to rule out that a session is still alive.
    lastUsedAt: null,
    ...unseenFacts,
    children,
    seal: subject.found?.seal ?? null,
    trust: subject.found?.trust ?? null,
    identityCenter: subject.person?.access ?? null,
    secretPolicy: subject.secretPolicy ?? null,
  };
  return { decision, facts, plan: planActions(decision, facts) };
}

/**
 * The same order given before, whose outcome still stands or is not finished: going on with it is better than a second
 * one beside it. Revoked sessions are the exception, since newer ones may have been opened since.
 */
export async function standingOrder(order: Order, store: ContainmentStore): Promise<Order> {
  const { decision, facts } = order;
  const rows = (await store.heldBy(decision.credential)).filter(
    (row) => row.credential === decision.credential && row.desired === 'contained' && !isClosed(row),
  );
  for (const id of new Set(rows.map((row) => row.decisionId))) {
    const again = { ...decision, id };
    const plan = planActions(again, facts);
    const own = rows.filter((row) => row.decisionId === id && isOn(decision.principal, row.measure));
    const on = { ...plan, measures: plan.measures.filter((measure) => isOn(decision.principal, measure)) };
    if (own.length > 0 && isSame(own, on) && !(decision.action === 'revoke-sessions' && own.every(isSettled))) {
      return { decision: again, facts, plan };
    }
  }
  return order;
}

/** Sessions that were opened with it come and go: what is done to their roles makes no other order. */
function isOn(principal: string, { target }: Measure): boolean {
  return target.kind !== 'role' || target.arn === principal;
}

function isSame(rows: readonly Containment[], { measures }: ActionPlan): boolean {
  // Killed between two rows, the first run has left fewer than the plan has.
  return (
    rows.length <= measures.length && rows.every((row) => measures.some((one) => shape(one) === shape(row.measure)))
  );
}

/** What a measure does, but for the instant that it was ordered at. */
function shape(measure: Measure): string {
  return `${measure.kind} ${goalOf(measure).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '')}`;
}
